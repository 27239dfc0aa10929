using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Gantry.Alerts;
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
        // Without a master key what needs no secret goes on; what needs one is out.
        var locked = seal.IsLocked
            ? rows.Credentials.Select(c => c.Upstream).Concat(rows.Upstreams.Where(u => !u.ProxySealed.IsEmpty).Select(u => u.Name)).ToHashSet(StringComparer.Ordinal)
            : [];
        var credentials = OpenCredentials(seal.IsLocked ? [] : [.. rows.Credentials.Where(c => !c.Disabled)], problems);
        var proxies = OpenProxies(seal.IsLocked ? [] : rows.Upstreams, problems);
        var stripe = seal.IsLocked ? null : PaymentTerms.Stripe(rows, seal, problems);
        var smtp = seal.IsLocked ? null : NoticeTerms.Smtp(rows, seal, problems);
        var alerts = seal.IsLocked ? new AlertSettings() : NoticeTerms.Alerts(rows, seal, problems);
        var providers = seal.IsLocked ? [] : SignInOffers.Of(rows, seal, problems);
        if (problems.Any(p => !p.IsWarning)) return new SnapshotResult(null, [.. problems]);

        var zone = SpendTerms.ZoneOfGateway(rows);
        var models = rows.Models.ToFrozenDictionary(m => m.Id, ToModel);
        // One whose credentials are all disabled must not be asked without any.
        var upstreams = rows.Upstreams.Where(u => !u.Disabled && (!index.Credentials[u.Name].Any() || index.Credentials[u.Name].Any(c => !c.Disabled))).ToFrozenDictionary(u => u.Name, u => ToUpstream(u, credentials[u.Name], proxies.GetValueOrDefault(u.Name)) with { Locked = locked.Contains(u.Name) });
        var prices = new PricesInForce(rows.Prices, time.GetUtcNow());
        var references = new ReferencePrices(rows, prices);
        var defaults = RateSettings.DefaultTerms(rows);
        var groups = rows.Groups.ToFrozenDictionary(
            g => g.Name, g => ToGroup(g, index, models, upstreams, prices, references, zone), StringComparer.OrdinalIgnoreCase);
        var snapshot = new GatewaySnapshot
        {
            Version = rows.Version,
            PricesUntil = prices.Until,
            Settings = ToSettings(rows, zone) with { Stripe = stripe, Smtp = smtp, Alerts = alerts, SignInProviders = providers },
            Groups = groups,
            Models = index.ModelNames.ToFrozenDictionary(p => p.Key, p => models[p.Value.Id]),
            Keys = ToKeys(rows, k => ToKey(k, index, groups, zone, defaults)),
        };
        return new SnapshotResult(snapshot, [.. problems]);
    }

    /// <summary>One upstream as the rows have it, whatever else is right or wrong with them. Null where there is none, or its address or a secret cannot be had.</summary>
    public Upstream? UpstreamOf(CatalogRows rows, string name)
    {
        if (seal.IsLocked || rows.Upstreams.FirstOrDefault(u => u.Name == name) is not { } row || row.BaseUrl is null && ProviderKind.Find(row.Provider)?.AddressOf(row.ReadOptions()) is null) return null;
        var problems = new List<CatalogProblem>();
        var credentials = OpenCredentials([.. rows.Credentials.Where(c => c.Upstream == name).OrderBy(c => c.Position)], problems);
        var proxies = OpenProxies([row], problems);
        return problems.Count > 0 ? null : ToUpstream(row, credentials[name], proxies.GetValueOrDefault(name));
    }

    private ILookup<string, UpstreamCredential> OpenCredentials(ImmutableArray<CredentialRow> rows, List<CatalogProblem> problems)
    {
        var opened = new List<(string Upstream, UpstreamCredential Credential)>();
        foreach (var row in rows)
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

    private Dictionary<string, string> OpenProxies(ImmutableArray<UpstreamRow> rows, List<CatalogProblem> problems)
    {
        var opened = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in rows.Where(r => !r.ProxySealed.IsEmpty))
        {
            try
            {
                opened[row.Name] = ProxyLogin.Join(row.Proxy!, row.OpenProxyLogin(seal));
            }
            catch (CryptographicException)
            {
                problems.Add(new CatalogProblem(row.Key, "proxy", "its user and password cannot be opened: they were changed, or sealed under another master key"));
            }
        }

        return opened;
    }

    private static GatewaySettings ToSettings(CatalogRows rows, TimeZoneInfo zone) => new()
    {
        KeyPrefix = rows.Setting(SettingRow.KeyPrefix) ?? SettingRow.DefaultKeyPrefix,
        PublicUrl = rows.Setting(SettingRow.PublicUrl) is { Length: > 0 } url ? url.TrimEnd('/') : null,
        PathBase = rows.Setting(SettingRow.PathBase) ?? "",
        Zone = zone,
        Retention = RetentionDays.Terms(rows),
        AuditDays = RetentionDays.AuditDays(rows),
        PricingPublic = rows.Setting(SettingRow.PricingPublic) != "false",
        StatusPublic = rows.Setting(SettingRow.StatusPublic) == "true",
        ActiveProbes = rows.Setting(SettingRow.ActiveProbes) != "false",
        Registration = RegistrationTerms.Of(rows),
        Addresses = LimitTerms.Addresses(rows),
        Queue = LimitTerms.Queue(rows),
        Forwarding = FaceTerms.Networks(rows.Setting(SettingRow.TrustedProxies)) is { IsEmpty: false } proxies
            ? new ForwardingTerms(proxies, FaceTerms.Limit(rows.Setting(SettingRow.ForwardLimit)) ?? 1, rows.Setting(SettingRow.ForwardHeader) == FaceTerms.Forwarded)
            : null,
        CorsOrigins = FaceTerms.Parts(rows.Setting(SettingRow.CorsOrigins)).ToFrozenSet(),
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

    private static Upstream ToUpstream(UpstreamRow row, IEnumerable<UpstreamCredential> credentials, string? proxy)
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
            Proxy = (proxy ?? row.Proxy) is { } way ? new Uri(way) : null,
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
            where upstreams.ContainsKey(deployment.Upstream)
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
            RateLimit = LimitTerms.Of(row),
            ModelRateLimits = LimitTerms.OfModels(row, index),
            HoldOutputTokens = row.HoldOutputTokens,
            Operations = row.Operations.IsEmpty ? null : row.Operations.ToFrozenSet(),
            Protocols = row.Protocols.IsEmpty ? null : row.Protocols.ToFrozenSet(),
            Status = row.Status,
            Replacement = row.Replacement,
            Note = row.Note,
            Balance = row.Balance,
            VirtualModels = row.VirtualModels
                .Select(v => (Row: v, Members: v.Models.Select(m => byModel.GetValueOrDefault(index.ModelNames[m].Id)).Where(m => !m.IsDefault).ToImmutableArray()))
                .Where(v => !v.Members.IsEmpty)
                .ToFrozenDictionary(v => v.Row.Name, v => ToVirtual(v.Row, v.Members)),
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

    private static FrozenDictionary<KeyHash, ApiKey> ToKeys(CatalogRows rows, Func<ApiKeyRow, ApiKey> toKey)
    {
        var keys = rows.Keys.ToDictionary(k => k.Hash, toKey);
        foreach (var row in rows.Keys.Where(k => k.Former is not null))
        {
            // A secret that has become the present one of a key again, its own or another, is that.
            var key = keys[row.Hash];
            keys.TryAdd(row.Former!.Hash, key with { ExpiresAt = key.ExpiresAt is { } ends && ends < row.Former.EndsAt ? ends : row.Former.EndsAt });
        }

        return keys.ToFrozenDictionary();
    }

    private static ApiKey ToKey(ApiKeyRow row, CatalogIndex index, FrozenDictionary<string, Group> groups, TimeZoneInfo gateway, RateTerms? defaults)
    {
        var account = index.Accounts.GetValueOrDefault(row.AccountId);
        var zone = SpendTerms.ZoneOf(account, gateway);
        var member = index.MemberOf(row);
        var (usable, auto) = KeyRouting.GroupsOf(row, groups);
        return new ApiKey
        {
            Id = row.Id,
            Name = row.Name,
            AccountId = row.AccountId,
            MemberId = row.MemberId,
            Member = row.Member,
            TenantId = TeamTerms.TenantOf(row),
            SeesWallet = row.MemberId is null || member is { Role: MemberRole.Manager },
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
            Caps = SpendTerms.CapsOf(row, account, member, zone),
            RateLimit = LimitTerms.Of(row, defaults),
            AccountRateLimit = LimitTerms.Of(account),
            Zone = zone,
            Plan = SpendTerms.PlanOf(account, index),
            SeesUpstreams = account?.Role is AccountRole.Owner or AccountRole.Admin,
            ExpiresAt = row.ExpiresAt,
            CaptureDays = row.CaptureDays,
            Disabled = row.RevokedAt is not null || account is null or { Disabled: true } || TeamTerms.IsOut(row, member, index),
        };
    }
}
