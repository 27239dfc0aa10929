namespace Gantry.Catalog.Rules;

/// <summary>What is said is kept for a bounded time (reliability S-43).</summary>
internal sealed class CaptureRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog) => catalog.Rows.Keys
        .Where(key => key.CaptureDays is < 1 or > ApiKeyRow.MostCaptureDays)
        .Select(key => new CatalogProblem(key.Key, "capture", $"days is {key.CaptureDays}: it must be from 1 to {ApiKeyRow.MostCaptureDays}"));
}
