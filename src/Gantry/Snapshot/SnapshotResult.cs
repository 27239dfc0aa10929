using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gantry.Catalog;

namespace Gantry.Snapshot;

/// <summary>A snapshot, or every reason why there is none.</summary>
/// <param name="Snapshot">Null where one of the problems is no warning.</param>
/// <param name="Problems">Errors and warnings.</param>
internal sealed record SnapshotResult(GatewaySnapshot? Snapshot, ImmutableArray<CatalogProblem> Problems)
{
    [MemberNotNullWhen(true, nameof(Snapshot))]
    public bool Accepted => Snapshot is not null;

    public IEnumerable<CatalogProblem> Errors => Problems.Where(p => !p.IsWarning);
}
