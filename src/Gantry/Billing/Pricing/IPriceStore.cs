using System.Collections.Immutable;

namespace Gantry.Billing.Pricing;

/// <summary>
/// The versions of all prices, for ever: bills of years ago are computed again from them. They are written with the configuration that
/// they follow, in the same transaction; nothing here changes one.
/// </summary>
public interface IPriceStore
{
    /// <summary>Of every list and model the version in force, and those that are to come.</summary>
    Task<ImmutableArray<PriceVersion>> CurrentAsync(CancellationToken cancellation);

    /// <summary>All versions of a model in all lists, oldest first; those that were withdrawn before they came into force are left out.</summary>
    Task<ImmutableArray<PriceVersion>> HistoryAsync(string model, CancellationToken cancellation);

    /// <summary>Every version there ever was, by its id.</summary>
    Task<IReadOnlyDictionary<string, PriceVersion>> AllAsync(CancellationToken cancellation);

    /// <summary>The version that a usage record names; null where there is none.</summary>
    Task<PriceVersion?> FindAsync(string id, CancellationToken cancellation);
}
