import { BlockList, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Addresses that are not routed in the internet. */
const unrouted = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  unrouted.addSubnet(net, prefix, 'ipv4');
}
unrouted.addSubnet('fc00::', 7, 'ipv6');
unrouted.addSubnet('fe80::', 10, 'ipv6');

export function isLoopback(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Whether an address can be reached only from its own network. */
export function isPrivate(address: string): boolean {
  return isLoopback(address) || unrouted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
