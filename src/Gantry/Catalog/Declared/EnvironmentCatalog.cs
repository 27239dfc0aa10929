using System.Collections.Immutable;
using Gantry.Catalog.Seed;

namespace Gantry.Catalog.Declared;

/// <summary>
/// The configuration of a gateway that has none: for every provider key in the environment an upstream and a group with the current
/// models of that vendor, and an owner with one generated key for them all.
/// </summary>
internal static class EnvironmentCatalog
{
    public const string OwnerEmail = "owner@localhost";
    public const string KeyName = "default";

    /// <summary>Vendors whose keys are looked for, by the vendor of their models.</summary>
    public static readonly ImmutableArray<(string Provider, string Vendor, string Description, string[] Variables)> Providers =
    [
        ("anthropic", "anthropic", "Claude models", ["ANTHROPIC_API_KEY"]),
        ("openai", "openai", "OpenAI models", ["OPENAI_API_KEY"]),
        ("gemini", "google", "Gemini models", ["GEMINI_API_KEY", "GOOGLE_API_KEY"]),
        ("deepseek", "deepseek", "DeepSeek models", ["DEEPSEEK_API_KEY"]),
        ("xai", "xai", "Grok models", ["XAI_API_KEY"]),
    ];

    /// <summary>Whether nobody has configured anything but the environment.</summary>
    public static bool AppliesTo(CatalogRows rows) => rows.All().All(r => r.ManagedBy == ManagedBy.Environment);

    /// <returns>What to apply as <see cref="ManagedBy.Environment"/>, or null where the environment holds no provider key.</returns>
    public static DeclaredCatalog? Read(Func<string, string?> environment, SeedCatalogue seed)
    {
        var found = Providers
            .Select(p => (p.Provider, p.Vendor, p.Description, Key: p.Variables.Select(environment).FirstOrDefault(k => !string.IsNullOrWhiteSpace(k))?.Trim()))
            .Where(p => p.Key is not null)
            .ToArray();
        if (found.Length == 0) return null;
        return new DeclaredCatalog
        {
            Source = "environment",
            Upstreams = [.. found.Select(p => new DeclaredUpstream(new UpstreamRow { Name = p.Provider, Provider = p.Provider }, [p.Key!]))],
            Groups = [.. found.Select(p => new GroupRow { Name = p.Provider, Description = p.Description })],
            Deployments =
            [
                .. from provider in found
                   from model in seed.Models
                   where model.Vendor == provider.Vendor
                   select new DeploymentRow { Group = provider.Provider, Model = model.Id, Upstream = provider.Provider, UpstreamModel = model.Id },
            ],
            Accounts = [new DeclaredAccount(OwnerEmail, AccountRole.Owner, CreditNanos: null, [OwnerKey([.. found.Select(p => p.Provider)])])],
        };
    }

    private static DeclaredKey OwnerKey(ImmutableArray<string> groups)
    {
        var row = new ApiKeyRow
        {
            Id = Guid.Empty,
            AccountId = Guid.Empty,
            Account = OwnerEmail,
            Name = KeyName,
            Hash = default,
            Display = "",
            Groups = groups,
            CreatedAt = default,
        };
        return new DeclaredKey(row, Secret: null);
    }
}
