using System.Collections.Immutable;

namespace Gantry.Moving;

/// <summary>A model as the source serves it to a key.</summary>
/// <param name="Name">As clients ask for it.</param>
/// <param name="Prices">Empty where the source does not say them.</param>
internal sealed record SourceModel(string Name, ImmutableArray<SourcePrice> Prices);
