using System.Collections.Immutable;
using System.Globalization;
using Gantry.Catalog;
using Gantry.Catalog.Import;
using Gantry.Contracts.Manage.Prices;

namespace Gantry.Management.Prices;

/// <summary>A model here that a published list names.</summary>
/// <param name="Row">The model.</param>
/// <param name="Found">The entry of the list.</param>
/// <param name="Proposal">What it would change; null where the entry has no price.</param>
internal sealed record PriceImportLine(ModelRow Row, PublishedPrice Found, PriceProposal? Proposal)
{
    /// <summary>Why it cannot be taken.</summary>
    public ImmutableArray<string> Reasons { get; init; } = [];

    public bool Changes => Proposal is { Differences.IsEmpty: false };

    public PriceProposalView View(DateTimeOffset at, bool written) => new()
    {
        Model = Row.Id,
        ListedAs = Found.Model,
        Vendor = Found.Vendor,
        State = !Reasons.IsEmpty ? PriceProposalView.Refused : !Changes ? PriceProposalView.Unchanged : Row.PriceAt(at) is null ? PriceProposalView.Added : PriceProposalView.Changed,
        Differences = [.. Proposal?.Differences.Select(View) ?? []],
        Reasons = Reasons,
        Warnings = [.. Warnings(at)],
        Large = Proposal?.IsLarge ?? false,
        Written = written,
    };

    private IEnumerable<string> Warnings(DateTimeOffset at)
    {
        foreach (var warning in Proposal?.Warnings ?? []) yield return warning;
        if (!Changes) yield break;
        if (Row is { ManagedBy: ManagedBy.File, PriceFrom: null, Price: not null }) yield return "The configuration file states this price: applying it again brings that back.";
        if (Row.Prices.FirstOrDefault(p => p.From > at) is { } planned)
            yield return string.Create(CultureInfo.InvariantCulture, $"Another price is planned and stays: it begins at {planned.From.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
    }

    private static PriceDifferenceView View(PriceDifference difference) => new(difference.Name, difference.Old, difference.New, Percent(difference.Change), difference.IsLarge);

    private static string? Percent(long? hundredths) =>
        hundredths is { } change ? string.Create(CultureInfo.InvariantCulture, $"{(change < 0 ? "-" : "")}{Math.Abs(change) / 100}.{Math.Abs(change) % 100:00}") : null;
}
