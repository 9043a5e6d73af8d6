// What the tables of wrong arguments share.

export const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:x-AbCdEf";
export const EXISTING = { mode: "existing", vpcId: "vpc-0123456789abcdef0", subnetIds: ["subnet-1", "subnet-2"] };
export const HTTP = { protocol: "HTTP", ingressCidrs: [] };
export const HTTPS = { domainName: "app.example.com", ingressCidrs: [] };
export const numbered = <T>(length: number, item: (i: number) => T): T[] => Array.from({ length }, (_, i) => item(i));
export const sidecars = (count: number) => numbered(count, (i) => ({ name: `s${i}`, image: "nginx:1.27" }));
