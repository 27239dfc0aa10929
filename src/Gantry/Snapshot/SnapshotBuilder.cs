using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Gantry.Catalog;
using Gantry.Catalog.Rules;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Models;
using Gantry.Secrets;

namespace Gantry.Snapshot;

/// <summary>Turns rows into the immutable value that requests read. All rules are checked first: there is no half-built snapshot.</summary>
internal sealed class SnapshotBuilder(SecretSeal seal, TimeProvider time)
{
    public SnapshotResult Build(CatalogRows rows)
    {
        var index = new CatalogIndex(rows);
        var problems = CatalogRules.Check(index).ToList();
        var credentials = OpenCredentials(rows, problems);
        var stripe = PaymentTerms.Stripe(rows, seal, problems);
        var smtp = NoticeTerms.Smtp(rows, seal, problems);
        var alerts = NoticeTerms.Alerts(rows, seal, problems);
        if (problems.Any(p => !p.IsWarning)) return new SnapshotResult(null, [.. problems]);

        var zone = SpendTerms.ZoneOfGateway(rows);
        var models = rows.Models.ToFrozenDictionary(m => m.Id, ToModel);
        var upstreams = rows.Upstreams.ToFrozenDictionary(u => u.Name, u => ToUpstream(u, credentials[u.Name]));
        var prices = new PricesInForce(rows.Prices, time.GetUtcNow());
        var references = new ReferencePrices(rows, prices);
        var groups = rows.Groups.ToFrozenDictionary(
            g => g.Name, g => ToGroup(g, index, models, upstreams, prices, references, zone), StringComparer.OrdinalIgnoreCase);
        var snapshot = new GatewaySnapshot
        {
            Version = rows.Version,
            PricesUntil = prices.Until,
            Settings = ToSettings(rows, zone) with { Stripe = stripe, Smtp = smtp, Alerts = alerts },
            Groups = groups,
            Models = index.ModelNames.ToFrozenDictionary(p => p.Key, p => models[p.Value.Id]),
            Keys = rows.Keys.ToFrozenDictionary(k => k.Hash, k => ToKey(k, index, groups, zone)),
        };
        return new SnapshotResult(snapshot, [.. problems]);
    }

    private ILookup<string, UpstreamCredential> OpenCredentials(CatalogRows rows, List<CatalogProblem> problems)
    {
        var opened = new List<(string Upstream, UpstreamCredential Credential)>();
        foreach (var row in rows.Credentials)
        {
            try
            {
                opened.Add((row.Upstream, new UpstreamCredential(row.Id, row.Open(seal)) { Display = row.Display }));
            }
            catch (CryptographicException)
            {
                problems.Add(new CatalogProblem(
                    new RowKey(RowKind.Upstream, row.Upstream), "api_keys", $"{row.Label} cannot be opened: it was changed, or sealed under another master key"));
            }
        }

        return opened.ToLookup(o => o.Upstream, o => o.Credential);
    }

    private static GatewaySettings ToSettings(CatalogRows rows, TimeZoneInfo zone) => new()
    {
        KeyPrefix = rows.Setting(SettingRow.KeyPrefix) ?? SettingRow.DefaultKeyPrefix,
        PublicUrl = rows.Setting(SettingRow.PublicUrl) is { Length: > 0 } url ? url.TrimEnd('/') : null,
        PathBase = rows.Setting(SettingRow.PathBase) ?? "",
        Zone = zone,
        Retention = RetentionDays.Terms(rows),
        PricingPublic = rows.Setting(SettingRow.PricingPublic) != "false",
        ActiveProbes = rows.Setting(SettingRow.ActiveProbes) != "false",
    };

    private static Model ToModel(ModelRow row) => new()
    {
        Id = row.Id,
        Aliases = row.Aliases,
        DisplayName = row.DisplayName ?? row.Id,
        OwnedBy = row.OwnedBy,
        CreatedAt = row.CreatedAt,
        ContextWindow = row.ContextWindow,
        MaxOutputTokens = row.MaxOutputTokens,
        SupportsImages = row.SupportsImages,
        SupportsReasoning = row.SupportsReasoning,
    };

    private static Upstream ToUpstream(UpstreamRow row, IEnumerable<UpstreamCredential> credentials)
    {
        var kind = ProviderKind.Find(row.Provider)!;
        var options = row.ReadOptions();
        return new Upstream
        {
            Name = row.Name,
            Provider = row.Provider,
            BaseUrl = new Uri((row.BaseUrl ?? kind.AddressOf(options))!.TrimEnd('/')),
            Credentials = [.. credentials],
            Speaks = row.Speaks.IsEmpty ? kind.Speaks : row.Speaks,
            AllowPrivateNetwork = row.AllowPrivateNetwork || (row.BaseUrl is null && kind.IsLocal),
            Proxy = row.Proxy is null ? null : new Uri(row.Proxy),
            Host = row.Host,
            Options = options,
            StreamUsage = row.StreamUsage && kind.StreamUsage,
            StopsOnCancel = row.StopsOnCancel ?? kind.StopsOnCancel,
            Traits = row.Traits is null ? null : TargetTraitsPatch.Parse(row.Traits),
        };
    }

    private static Group ToGroup(
        GroupRow row,
        CatalogIndex index,
        FrozenDictionary<string, Model> models,
        FrozenDictionary<string, Upstream> upstreams,
        PricesInForce prices,
        ReferencePrices references,
        TimeZoneInfo zone)
    {
        var offers =
            from deployment in index.Deployments[row.Name]
            let price = prices.Charged(row, deployment.Model)
            orderby deployment.Priority, deployment.Weight descending, deployment.Upstream, deployment.UpstreamModel
            group new Deployment
            {
                Model = models[deployment.Model],
                Upstream = upstreams[deployment.Upstream],
                UpstreamModel = deployment.UpstreamModel,
                OwnProtocols = index.Upstreams[deployment.Upstream].SpokenFor(deployment),
                Priority = deployment.Priority,
                Weight = deployment.Weight,
                Rules = RulesOf(deployment, index.Models[deployment.Model]),
                Price = price,
                PriceFactorPpm = references.FactorOf(price, deployment.Model),
                CostPrice = prices.Cost(deployment),
            }
            by deployment.Model;
        var byModel = offers.ToDictionary(o => o.Key, o => o.ToImmutableArray());
        return new Group
        {
            Name = row.Name,
            Description = row.Description,
            MultiplierPpm = row.MultiplierPpm,
            CancelPolicy = row.CancelPolicy,
            Caps = SpendTerms.CapsOf(row, zone),
            HoldOutputTokens = row.HoldOutputTokens,
            Operations = row.Operations.IsEmpty ? null : row.Operations.ToFrozenSet(),
            Protocols = row.Protocols.IsEmpty ? null : row.Protocols.ToFrozenSet(),
            Status = row.Status,
            Replacement = row.Replacement,
            Note = row.Note,
            Balance = row.Balance,
            VirtualModels = row.VirtualModels.ToFrozenDictionary(v => v.Name, v => ToVirtual(v, [.. v.Models.Select(m => byModel[index.ModelNames[m].Id])])),
            Offers = byModel
                .SelectMany(o => models[o.Key].Aliases.Prepend(o.Key), (o, name) => (name, Deployments: o.Value))
                .ToFrozenDictionary(o => o.name, o => o.Deployments),
        };
    }

    private static VirtualOffer ToVirtual(VirtualModel row, ImmutableArray<ImmutableArray<Deployment>> members) =>
        new(members[0][0].Model with { Id = row.Name, Aliases = [], DisplayName = row.Name, OwnedBy = "gantry" }, members);

    /// <summary>The built-in rules, over them the model's, over those the deployment's.</summary>
    private static ModelRules RulesOf(DeploymentRow deployment, ModelRow model)
    {
        var known = ModelRulesCatalogue.BuiltIn.For(deployment.UpstreamModel, model.Rules is null ? null : ModelRulesReader.Parse(model.Rules));
        return deployment.Rules is null ? known : ModelRulesReader.Parse(deployment.Rules).Over(known);
    }

    private static ApiKey ToKey(ApiKeyRow row, CatalogIndex index, FrozenDictionary<string, Group> groups, TimeZoneInfo gateway)
    {
        var account = index.Accounts.GetValueOrDefault(row.AccountId);
        var zone = SpendTerms.ZoneOf(account, gateway);
        var (usable, auto) = KeyRouting.GroupsOf(row, groups);
        return new ApiKey
        {
            Id = row.Id,
            Name = row.Name,
            AccountId = row.AccountId,
            Display = row.Display,
            Groups = usable,
            Auto = auto,
            Fallback = row.Fallback || auto is not null,
            ModelMap = KeyRouting.MapOf(row),
            Routes = row.Routes,
            // Limits name models by id or alias; requests are compared by the id.
            Models = row.Models.IsEmpty
                ? null
                : row.Models.Select(m => index.ModelNames.TryGetValue(m, out var model) ? model.Id : m).ToFrozenSet(),
            Operations = row.Operations.IsEmpty ? null : row.Operations.ToFrozenSet(),
            Networks = [.. row.Networks.Where(n => IPNetwork.TryParse(n, out _)).Select(n => IPNetwork.Parse(n))],
            Caps = SpendTerms.CapsOf(row, account, zone),
            Zone = zone,
            Plan = SpendTerms.PlanOf(account, index),
            SeesUpstreams = account?.Role is AccountRole.Owner or AccountRole.Admin,
            ExpiresAt = row.ExpiresAt,
            Disabled = row.RevokedAt is not null || account is null or { Disabled: true },
        };
    }
}
