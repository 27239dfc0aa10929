using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>How the store gets from where it is to what is declared.</summary>
/// <param name="Next">The whole catalogue afterwards; its version is still the current one.</param>
/// <param name="Changes">Rows to write; empty where nothing changes.</param>
/// <param name="Issued">Keys that were generated.</param>
/// <param name="Notes">What somebody might have expected to happen and does not.</param>
internal sealed record CatalogPlan(
    CatalogRows Next, ImmutableArray<RowChange> Changes, ImmutableArray<IssuedKey> Issued, ImmutableArray<string> Notes);
