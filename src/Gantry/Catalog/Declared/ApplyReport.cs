using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>What an apply did, or would do.</summary>
/// <param name="Version">Of the catalogue afterwards.</param>
/// <param name="Changes">Empty: the store was already as declared.</param>
/// <param name="Issued">Keys that were generated: the only chance to read them.</param>
/// <param name="Notes">What somebody might have expected to happen and does not.</param>
/// <param name="Warnings">What is allowed but probably not meant.</param>
internal sealed record ApplyReport(
    long Version,
    ImmutableArray<RowChange> Changes,
    ImmutableArray<IssuedKey> Issued,
    ImmutableArray<string> Notes,
    ImmutableArray<ConfigurationProblem> Warnings);
