import eslint from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

const LIBRARY = [
  "index.ts",
  ...["cli", "components", "compose", "model", "preview", "registry", "rollout", "operations", "migrate", "policy"].map(
    (d) => `${d}/**/*.ts`,
  ),
];

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "coverage/", "site/"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.check.json", tsconfigRootDir: import.meta.dirname } },
    plugins: { "@pulumi": pulumi },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "max-params": ["error", 3],
      "max-lines": ["error", { max: 220, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Export it by name." },
        {
          selector: "TSEnumDeclaration",
          message: "Use an `as const` object: Pulumi's component analyzer keeps its docs.",
        },
        {
          selector:
            "CallExpression[callee.type='Super'][arguments.length>2]:not([arguments.2.type='ObjectExpression'][arguments.2.properties.length=0])",
          message: "Pass {} to super(): args hold a token, and a component's inputs are recorded in clear.",
        },
      ],
    },
  },
  {
    files: ["components/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        {
          object: "JSON",
          property: "stringify",
          message: "Over an Output it stores an error text: use pulumi.jsonStringify.",
        },
      ],
    },
  },
  { files: ["components/component/argumentShapes.ts"], rules: { "max-lines": "off" } }, // generated
  { files: LIBRARY, rules: { "no-console": "error" } },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "max-lines": ["error", { max: 400 }],
      "max-params": "off",
    },
  },
  {
    files: ["**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: {
        console: "readonly",
        fetch: "readonly",
        URLSearchParams: "readonly",
        process: "readonly",
        performance: "readonly",
        URL: "readonly",
        setTimeout: "readonly",
      },
    },
  },
);
