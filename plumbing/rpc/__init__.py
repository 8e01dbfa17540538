"""gRPC in and out: identity, access, errors and health, the same for every service. Never meets `plumbing.bus`."""

from plumbing.rpc.calling import Upstream, channel
from plumbing.rpc.serving import Rpc, act, fields, reply

__all__ = ["Rpc", "Upstream", "act", "channel", "fields", "reply"]
