using System.Collections.Immutable;

namespace Gantry.Catalog.Rules;

/// <summary>All rules of the catalogue.</summary>
internal static class CatalogRules
{
    private static readonly ImmutableArray<ICatalogRule> All =
    [
        new SettingsRule(),
        new PaymentRule(),
        new MailRule(),
        new AlertRule(),
        new SignInRule(),
        new ProviderRule(),
        new UpstreamAddressRule(),
        new CredentialRule(),
        new ModelNameRule(),
        new PriceRule(),
        new GroupNameRule(),
        new DeploymentRule(),
        new GroupStatusRule(),
        new VirtualModelRule(),
        new KeyGroupsRule(),
        new TeamRule(),
        new KeyScopeRule(),
        new KeyRoutingRule(),
        new KeySecretRule(),
        new CaptureRule(),
        new SpendCapRule(),
        new RateLimitRule(),
        new TermsRule(),
        new PlanRule(),
        new ServedRule(),
    ];

    /// <summary>Every problem of every rule, warnings among them.</summary>
    public static ImmutableArray<CatalogProblem> Check(CatalogIndex catalog) => [.. All.SelectMany(r => r.Check(catalog))];
}
