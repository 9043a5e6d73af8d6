// Loads compose projects with compose-go, the library of Docker Compose, and prints what it made of each, as JSON.
//
// Standard input holds a JSON list of { directory, files, environment, profiles }; standard output gets a list of
// { error } or { model, environments }: the merged model, and the environment of each active service.
package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"
)

type input struct {
	Directory   string            `json:"directory"`
	Files       []string          `json:"files"`
	Environment map[string]string `json:"environment"`
	Profiles    []string          `json:"profiles"`
}

type output struct {
	Error        string                        `json:"error,omitempty"`
	Model        map[string]any                `json:"model,omitempty"`
	Environments map[string]map[string]*string `json:"environments,omitempty"`
}

func main() {
	logrus.SetOutput(io.Discard)
	var inputs []input
	if err := json.NewDecoder(os.Stdin).Decode(&inputs); err != nil {
		panic(err)
	}
	outputs := []output{}
	for _, in := range inputs {
		outputs = append(outputs, load(in))
	}
	if err := json.NewEncoder(os.Stdout).Encode(outputs); err != nil {
		panic(err)
	}
}

func load(in input) output {
	os.Setenv("HOME", in.Environment["HOME"])
	details := func() (types.ConfigDetails, error) {
		files := []string{}
		for _, file := range in.Files {
			files = append(files, filepath.Join(in.Directory, file))
		}
		environment := types.Mapping{}
		for key, value := range in.Environment {
			environment[key] = value
		}
		dotEnv := filepath.Join(in.Directory, ".env")
		if _, err := os.Stat(dotEnv); err == nil {
			own, err := dotenv.GetEnvFromFile(environment, []string{dotEnv})
			if err != nil {
				return types.ConfigDetails{}, err
			}
			environment = environment.Merge(own)
		}
		return types.ConfigDetails{WorkingDir: in.Directory, ConfigFiles: types.ToConfigFiles(files), Environment: environment}, nil
	}
	options := func(o *loader.Options) {
		o.SetProjectName("shop", true)
		o.Profiles = in.Profiles
	}
	first, err := details()
	if err != nil {
		return output{Error: err.Error()}
	}
	model, err := loader.LoadModelWithContext(context.Background(), first, options)
	if err != nil {
		return output{Error: err.Error()}
	}
	second, err := details()
	if err != nil {
		return output{Error: err.Error()}
	}
	project, err := loader.LoadWithContext(context.Background(), second, options)
	if err != nil {
		return output{Error: err.Error()}
	}
	environments := map[string]map[string]*string{}
	for name, service := range project.Services {
		environments[name] = service.Environment
	}
	return output{Model: model, Environments: environments}
}
