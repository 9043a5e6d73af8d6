import { GhcrFargateService } from "../../../../components/ghcrFargateService";
import { SERVICES } from "./services";

for (const [name, args] of Object.entries(SERVICES)) new GhcrFargateService(name, args);
