namespace Gantry.Catalog;

/// <summary>A price that takes effect by itself.</summary>
/// <param name="From">When.</param>
/// <param name="Price">What it is from then on.</param>
internal sealed record DatedPrice(DateTimeOffset From, ModelPrice Price)
{
    public IEnumerable<RowFact> Facts() => Price.Facts($"prices[{From.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}].");
}
