using System.Collections.Immutable;

namespace Gantry.Moving;

/// <summary>What the source serves to one of its keys: one side of the parity check.</summary>
/// <param name="Account">The account's e-mail address here.</param>
/// <param name="Name">The key's name here.</param>
/// <param name="Models">Every model that a request with the key reaches there.</param>
internal sealed record SourceKey(string Account, string Name, ImmutableArray<SourceModel> Models);
