using System.Collections.Immutable;
using Gantry.Protocols.ModelLists;

namespace Gantry.Relay.Probes;

/// <summary>What an upstream told of its models.</summary>
/// <param name="Found">Whether it did; else why not.</param>
/// <param name="Models">In its order, each once.</param>
internal sealed record ModelListing(ProbeFinding Found, ImmutableArray<TakenModel> Models);
