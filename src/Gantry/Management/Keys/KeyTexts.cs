using Gantry.Access;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Keys;
using Gantry.Management.Rows;

namespace Gantry.Management.Keys;

/// <summary>A key in the words of the API.</summary>
internal static class KeyTexts
{
    public static KeyTerms Terms(ApiKeyRow row) => Fill(row, new KeyTerms());

    public static KeyView View(ApiKeyRow row, DateTimeOffset? lastUsed, DateTimeOffset now) => Fill(row, new KeyView
    {
        Id = row.Id,
        AccountId = row.AccountId,
        Account = row.Account,
        Member = row.Member,
        Display = row.Display,
        CreatedAt = row.CreatedAt,
        LastUsedAt = lastUsed,
        RevokedAt = row.RevokedAt,
        FormerSecretUntil = row.Former is { } former && former.EndsAt > now ? former.EndsAt : null,
        ManagedBy = EnumWords.Of(row.ManagedBy),
    });

    /// <summary>What was noted in memory is later than what was written down.</summary>
    public static DateTimeOffset? LastUsed(Guid key, KeyUses uses, IReadOnlyDictionary<Guid, DateTimeOffset> written) =>
        uses.LastOf(key) ?? (written.TryGetValue(key, out var at) ? at : null);

    private static T Fill<T>(ApiKeyRow row, T terms)
        where T : KeyTerms => terms with
        {
            Name = row.Name,
            Groups = row.Groups,
            Models = row.Models,
            Operations = RowTexts.Words(row.Operations),
            Networks = row.Networks,
            ExpiresAt = row.ExpiresAt,
            SpendCap = RowTexts.Caps(row.SpendCaps),
            RateLimits = RowTexts.Rates(row.RateLimits),
            Fallback = row.Fallback,
            Auto = row.Auto is { } auto
                ? new AutoRouting { Order = auto.Order, MaxPriceFactor = auto.MaxPriceFactorPpm is { } factor ? RowTexts.Factor(factor) : null, Sticky = auto.Sticky }
                : null,
            ModelsMap = row.ModelsMap.IsEmpty ? null : row.ModelsMap.ToDictionary(m => m.From, m => m.To),
            Routes = Routes(row.Routes),
            Capture = row.CaptureDays is { } days ? new CaptureTerms { Days = days } : null,
        };

    private static KeyRoutes? Routes(ScenarioRoutes? routes) => routes is null ? null : new KeyRoutes
    {
        Default = routes.Default,
        Background = routes.Background,
        Think = routes.Think,
        LongContext = routes.LongContext is { } model ? new LongContextRoute { Model = model, Above = routes.LongContextAbove } : null,
        Image = routes.Image,
        WebSearch = routes.WebSearch,
        Subagent = routes.Subagent,
    };
}
