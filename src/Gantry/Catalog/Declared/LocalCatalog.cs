using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Gantry.Billing.Pricing;
using Gantry.Catalog.Seed;

namespace Gantry.Catalog.Declared;

/// <summary>
/// The configuration of a gateway for one person on one machine: whatever a file leaves out is made of the provider keys in the environment. The
/// person pays the providers; the wallet only counts, and never runs dry.
/// </summary>
internal static partial class LocalCatalog
{
    /// <summary>The group of everything that there is.</summary>
    public const string Group = "local";

    /// <summary>A million dollars on paper.</summary>
    public const long CreditNanos = 1_000_000 * Money.NanosPerDollar;

    private const string OpenRouter = "openrouter";
    private const string OpenRouterVariable = "OPENROUTER_API_KEY";

    // What models of a vendor are called there.
    private static readonly Dictionary<string, string> OpenRouterVendors = new(StringComparer.Ordinal)
    {
        ["anthropic"] = "anthropic",
        ["openai"] = "openai",
        ["google"] = "google",
        ["deepseek"] = "deepseek",
        ["xai"] = "x-ai",
        ["moonshot"] = "moonshotai",
        ["zhipu"] = "z-ai",
        ["minimax"] = "minimax",
    };

    /// <summary>The variables that provider keys are read from.</summary>
    public static ImmutableArray<string> Variables { get; } = [.. EnvironmentCatalog.Providers.SelectMany(provider => provider.Variables), OpenRouterVariable];

    /// <param name="file">What a person has written; null for nothing. Upstreams, groups and accounts that it names are all there are of them.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="seed">Models with their prices.</param>
    /// <returns>Null where there is no upstream.</returns>
    public static DeclaredCatalog? Compose(DeclaredCatalog? file, Func<string, string?> environment, SeedCatalogue seed)
    {
        var declared = file ?? new DeclaredCatalog { Source = "environment" };
        var upstreams = declared.Upstreams.IsEmpty ? FromEnvironment(environment) : declared.Upstreams;
        if (upstreams.IsEmpty && declared.Problems.IsEmpty) return null;
        declared = declared with { Upstreams = upstreams };
        if (declared.Groups.IsEmpty)
        {
            declared = declared with
            {
                Groups = [new GroupRow { Name = Group, Description = "All that this machine has keys for" }],
                Deployments = [.. upstreams.SelectMany(upstream => Deployments(upstream.Row, seed))],
            };
        }

        return declared with
        {
            Accounts = declared.Accounts.IsEmpty
                ? [new DeclaredAccount(EnvironmentCatalog.OwnerEmail, AccountRole.Owner, CreditNanos, [])]
                : [.. declared.Accounts.Select(account => account with { CreditNanos = account.CreditNanos ?? CreditNanos })],
        };
    }

    private static ImmutableArray<DeclaredUpstream> FromEnvironment(Func<string, string?> environment) =>
    [
        .. EnvironmentCatalog.Providers.Select(provider => (provider.Provider, provider.Variables))
            .Append((OpenRouter, [OpenRouterVariable]))
            .Select(known => (Name: known.Item1, Key: known.Item2.Select(environment).FirstOrDefault(key => !string.IsNullOrWhiteSpace(key))?.Trim()))
            .Where(known => known.Key is not null)
            .Select(known => new DeclaredUpstream(new UpstreamRow { Name = known.Name, Provider = known.Name }, [known.Key!])),
    ];

    /// <summary>Of a vendor its own models, as far as they have a price; of OpenRouter those of all vendors, after the vendors themselves.</summary>
    private static IEnumerable<DeploymentRow> Deployments(UpstreamRow upstream, SeedCatalogue seed)
    {
        var vendor = EnvironmentCatalog.Providers.Where(provider => provider.Provider == upstream.Provider).Select(provider => provider.Vendor).FirstOrDefault();
        foreach (var model in seed.Models.Where(model => model.Price is not null))
        {
            if (model.Vendor == vendor)
                yield return new DeploymentRow { Group = Group, Model = model.Id, Upstream = upstream.Name, UpstreamModel = model.Id };
            else if (upstream.Provider == OpenRouter && model.Kind == "chat" && OpenRouterVendors.GetValueOrDefault(model.Vendor) is { } prefix)
                yield return new DeploymentRow { Group = Group, Model = model.Id, Upstream = upstream.Name, UpstreamModel = $"{prefix}/{Dotted(model)}", Priority = 1 };
        }
    }

    // Anthropic writes versions with a dash where OpenRouter has a point.
    private static string Dotted(SeedModel model) => model.Vendor == "anthropic" ? Version().Replace(model.Id, ".") : model.Id;

    [GeneratedRegex("(?<=[0-9])-(?=[0-9]$)", RegexOptions.None, 1000)]
    private static partial Regex Version();
}
