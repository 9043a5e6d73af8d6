// The protocol of a listener, and what follows from it: the kind of load balancer, its ports, and how its tasks are reached.

/** The protocol between clients and the load balancer. */
export const LoadBalancerProtocol = {
  /** TLS on port 443; port 80 redirects there. */
  Https: "HTTPS",
  /** Unencrypted, on port 80. */
  Http: "HTTP",
  /** A Network Load Balancer passes TCP connections on. */
  Tcp: "TCP",
  /** A Network Load Balancer passes UDP datagrams on. */
  Udp: "UDP",
  /** A Network Load Balancer passes TCP and UDP of one port on. */
  TcpUdp: "TCP_UDP",
  /** A Network Load Balancer ends TLS. */
  Tls: "TLS",
} as const;
export type LoadBalancerProtocol = (typeof LoadBalancerProtocol)[keyof typeof LoadBalancerProtocol];

/** What carries the data of a port, as security group rules and port mappings name it. */
export type Transport = "tcp" | "udp";

const NETWORK: readonly (LoadBalancerProtocol | undefined)[] = [
  LoadBalancerProtocol.Tcp,
  LoadBalancerProtocol.Udp,
  LoadBalancerProtocol.TcpUdp,
  LoadBalancerProtocol.Tls,
];

/** Whether a listener of this protocol is one of a Network Load Balancer. */
export function isNetworkProtocol(protocol: LoadBalancerProtocol | undefined): boolean {
  return NETWORK.includes(protocol);
}

/** Whether a listener of this protocol needs a certificate. */
export function isEncrypted(protocol: LoadBalancerProtocol | undefined): boolean {
  return protocol === LoadBalancerProtocol.Https || protocol === LoadBalancerProtocol.Tls;
}

/** The port that clients use unless the user says so; `port` is that of the container. */
export function usualPort(protocol: LoadBalancerProtocol, port: number): number {
  if (isEncrypted(protocol)) return 443;
  return protocol === LoadBalancerProtocol.Http ? 80 : port;
}

/** What carries the data of this protocol. */
export function transportsOf(protocol?: string): readonly Transport[] {
  if (protocol === LoadBalancerProtocol.TcpUdp) return ["tcp", "udp"];
  return protocol === LoadBalancerProtocol.Udp ? ["udp"] : ["tcp"];
}
