using System.Collections.Immutable;

namespace Gantry.Snapshot;

/// <summary>A name in a group that stands for several of its models.</summary>
/// <param name="Listed">How lists show it: the first of them under the name.</param>
/// <param name="Members">The deployments of each, in the order to try them; never empty.</param>
public sealed record VirtualOffer(Model Listed, ImmutableArray<ImmutableArray<Deployment>> Members);
