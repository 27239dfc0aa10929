using System.Collections.Immutable;
using Gantry.Billing.Pricing;

namespace Gantry.Catalog;

/// <summary>The whole catalogue at one version.</summary>
internal sealed record CatalogRows
{
    public static readonly CatalogRows Empty = new();

    /// <summary>Grows by one with every change.</summary>
    public long Version { get; init; }

    public ImmutableArray<SettingRow> Settings { get; init; } = [];

    public ImmutableArray<SecretRow> Secrets { get; init; } = [];

    public ImmutableArray<UpstreamRow> Upstreams { get; init; } = [];

    public ImmutableArray<CredentialRow> Credentials { get; init; } = [];

    public ImmutableArray<ModelRow> Models { get; init; } = [];

    public ImmutableArray<GroupRow> Groups { get; init; } = [];

    public ImmutableArray<DeploymentRow> Deployments { get; init; } = [];

    public ImmutableArray<PlanRow> Plans { get; init; } = [];

    /// <summary>People and teams.</summary>
    public ImmutableArray<AccountRow> Accounts { get; init; } = [];

    public ImmutableArray<TeamMemberRow> Members { get; init; } = [];

    public ImmutableArray<CreditRow> Credits { get; init; } = [];

    public ImmutableArray<ApiKeyRow> Keys { get; init; } = [];

    /// <summary>The price versions in force, and those to come: made from the rows, never edited.</summary>
    public ImmutableArray<PriceVersion> Prices { get; init; } = [];

    /// <summary>Every row, in the order in which they can be written.</summary>
    public IEnumerable<CatalogRow> All() =>
        ((IEnumerable<CatalogRow>)Settings).Concat(Secrets).Concat(Upstreams).Concat(Credentials).Concat(Models).Concat(Groups).Concat(Deployments)
        .Concat(Plans).Concat(Accounts).Concat(Members).Concat(Credits).Concat(Keys);

    /// <summary>Sorts rows of all kinds into their lists.</summary>
    public static CatalogRows Of(long version, IEnumerable<CatalogRow> rows)
    {
        var all = rows.ToArray();
        return new CatalogRows
        {
            Version = version,
            Settings = [.. all.OfType<SettingRow>()],
            Secrets = [.. all.OfType<SecretRow>()],
            Upstreams = [.. all.OfType<UpstreamRow>()],
            Credentials = [.. all.OfType<CredentialRow>()],
            Models = [.. all.OfType<ModelRow>()],
            Groups = [.. all.OfType<GroupRow>()],
            Deployments = [.. all.OfType<DeploymentRow>()],
            Plans = [.. all.OfType<PlanRow>()],
            Accounts = [.. all.OfType<AccountRow>()],
            Members = [.. all.OfType<TeamMemberRow>()],
            Credits = [.. all.OfType<CreditRow>()],
            Keys = [.. all.OfType<ApiKeyRow>()],
        };
    }

    /// <summary>The value of a setting, or null where nobody set it.</summary>
    public string? Setting(string name) => Settings.FirstOrDefault(s => s.Name == name)?.Value;
}
