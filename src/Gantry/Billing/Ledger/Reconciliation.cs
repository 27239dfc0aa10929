namespace Gantry.Billing.Ledger;

/// <summary>Lays a provider's invoice beside our own book of costs.</summary>
internal static class Reconciliation
{
    /// <summary>Compares by what the invoice tells: where it names no credential or no model, ours are added up over them.</summary>
    /// <param name="ours">Of the invoice's days.</param>
    /// <param name="invoice">At least one line; all tell the same.</param>
    /// <returns>By day, upstream, credential and model; also what only one side has.</returns>
    public static IReadOnlyList<ReconciledCell> Compare(IEnumerable<CostCell> ours, IReadOnlyCollection<CostCell> invoice)
    {
        var upstreams = invoice.Any(line => line.Upstream.Length > 0);
        var credentials = invoice.Any(line => line.Credential.Length > 0);
        var models = invoice.Any(line => line.Model.Length > 0);
        var names = invoice.Select(line => (line.Upstream, line.Credential)).ToHashSet();
        var days = invoice.Select(line => line.Day).ToHashSet();
        var counted = ours.Where(cell => days.Contains(cell.Day)).Select(cell => cell with
        {
            Upstream = upstreams ? cell.Upstream : "",
            Credential = credentials ? cell.Credential : "",
            Model = models ? cell.Model : "",
        });

        // An invoice is one provider's: what went to others is none of its business.
        var left = Sum(counted.Where(cell => names.Contains((cell.Upstream, cell.Credential))));
        var right = Sum(invoice);
        return
        [
            .. left.Keys.Union(right.Keys)
                .OrderBy(p => p.Day).ThenBy(p => p.Upstream, StringComparer.Ordinal).ThenBy(p => p.Credential, StringComparer.Ordinal).ThenBy(p => p.Model, StringComparer.Ordinal)
                .Select(place => new ReconciledCell(place, left.GetValueOrDefault(place), right.GetValueOrDefault(place))),
        ];
    }

    private static Dictionary<CostCell, long> Sum(IEnumerable<CostCell> cells)
    {
        var sums = new Dictionary<CostCell, long>();
        foreach (var cell in cells) sums[cell.Place] = checked(sums.GetValueOrDefault(cell.Place) + cell.Nanos);
        return sums;
    }
}
