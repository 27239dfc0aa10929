using Gantry.Billing.Pricing;
using System.Collections.Immutable;
using System.Text.Json;
using Gantry.Billing.Ledger;
using Gantry.Catalog;
using Gantry.Protocols;

namespace Gantry.Storage;

/// <summary>The rows as columns: text and 64-bit integers only, so that both engines hand back the same types.</summary>
internal static class CatalogRecords
{
    /// <summary>The parameters that write or delete a row.</summary>
    public static object Of(CatalogRow row) => row switch
    {
        SettingRow r => new Setting { Name = r.Name, Value = r.Value, ManagedBy = Word(r.ManagedBy) },
        SecretRow r => new Secret { Name = r.Name, Sealed = Convert.ToBase64String(r.Sealed.AsSpan()), ManagedBy = Word(r.ManagedBy) },
        UpstreamRow r => new Upstream
        {
            Name = r.Name,
            Provider = r.Provider,
            BaseUrl = r.BaseUrl,
            Speaks = Words(r.Speaks),
            AllowPrivateNetwork = Flag(r.AllowPrivateNetwork),
            Proxy = r.Proxy,
            ProxySealed = r.ProxySealed.IsEmpty ? null : Convert.ToBase64String(r.ProxySealed.AsSpan()),
            StreamUsage = Flag(r.StreamUsage),
            StopsOnCancel = r.StopsOnCancel is { } stops ? Flag(stops) : null,
            Traits = r.Traits,
            Host = r.Host,
            Options = r.Options,
            Disabled = Flag(r.Disabled),
            ManagedBy = Word(r.ManagedBy),
        },
        CredentialRow r => new Credential
        {
            Id = Text(r.Id),
            Upstream = r.Upstream,
            Position = r.Position,
            Sealed = Convert.ToBase64String(r.Sealed.AsSpan()),
            Display = r.Display,
            Disabled = Flag(r.Disabled),
            ManagedBy = Word(r.ManagedBy),
        },
        ModelRow r => new Model
        {
            Id = r.Id,
            Aliases = Json(r.Aliases),
            DisplayName = r.DisplayName,
            OwnedBy = r.OwnedBy,
            Kind = EnumWords.Of(r.Kind),
            CreatedAt = UnixMicros.Of(r.CreatedAt),
            ContextWindow = r.ContextWindow,
            MaxOutputTokens = r.MaxOutputTokens,
            SupportsImages = Flag(r.SupportsImages),
            SupportsReasoning = Flag(r.SupportsReasoning),
            Price = Json(r.Price),
            Prices = r.Prices.IsEmpty ? null : JsonSerializer.Serialize([.. r.Prices], CatalogJson.Default.DatedPriceArray),
            PriceFrom = r.PriceFrom,
            Rules = r.Rules,
            ManagedBy = Word(r.ManagedBy),
        },
        GroupRow r => new Group
        {
            Name = r.Name,
            Description = r.Description,
            MultiplierPpm = r.MultiplierPpm,
            CancelPolicy = EnumWords.Of(r.CancelPolicy),
            SpendCaps = SpendLimit.ToJson(r.SpendCaps),
            RateLimits = Json(r.RateLimits),
            ModelRateLimits = r.ModelRateLimits.IsEmpty ? null : JsonSerializer.Serialize([.. r.ModelRateLimits], CatalogJson.Default.ModelRateTermsArray),
            HoldOutputTokens = r.HoldOutputTokens,
            Operations = Words(r.Operations),
            Prices = r.Prices.IsEmpty ? null : JsonSerializer.Serialize([.. r.Prices], CatalogJson.Default.GroupPriceArray),
            Status = EnumWords.Of(r.Status),
            Replacement = r.Replacement,
            Note = r.Note,
            Protocols = Words(r.Protocols),
            Balance = EnumWords.Of(r.Balance),
            VirtualModels = r.VirtualModels.IsEmpty ? null : JsonSerializer.Serialize([.. r.VirtualModels], CatalogJson.Default.VirtualModelArray),
            ManagedBy = Word(r.ManagedBy),
        },
        DeploymentRow r => new Deployment
        {
            GroupName = r.Group,
            Model = r.Model,
            Upstream = r.Upstream,
            UpstreamModel = r.UpstreamModel,
            Priority = r.Priority,
            Weight = r.Weight,
            Rules = r.Rules,
            Cost = Json(r.Cost),
            Speaks = Words(r.Speaks),
            ManagedBy = Word(r.ManagedBy),
        },
        PlanRow r => new Plan
        {
            Name = r.Name,
            AmountNanos = r.AmountNanos,
            Period = EnumWords.Of(r.Period),
            Overflow = EnumWords.Of(r.Overflow),
            ManagedBy = Word(r.ManagedBy),
        },
        AccountRow r => new Account
        {
            Id = Text(r.Id),
            Kind = EnumWords.Of(r.Kind),
            Email = r.Email,
            Role = EnumWords.Of(r.Role),
            DisabledBy = r.DisabledBy is { } by ? Word(by) : null,
            SpendCaps = SpendLimit.ToJson(r.SpendCaps),
            RateLimits = Json(r.RateLimits),
            TimeZone = r.TimeZone,
            Plan = r.Plan,
            CreatedAt = UnixMicros.Of(r.CreatedAt),
            ManagedBy = Word(r.ManagedBy),
        },
        TeamMemberRow r => MemberRecord.Of(r),
        CreditRow r => new Credit
        {
            AccountId = Text(r.AccountId),
            Account = r.Account,
            AmountNanos = r.AmountNanos,
            GrantedAt = UnixMicros.Of(r.GrantedAt),
            ManagedBy = Word(r.ManagedBy),
        },
        ApiKeyRow r => new ApiKey
        {
            Id = Text(r.Id),
            AccountId = Text(r.AccountId),
            Account = r.Account,
            MemberId = r.MemberId is { } member ? Text(member) : null,
            Member = r.Member,
            Name = r.Name,
            KeyHash = r.Hash.ToHex(),
            Display = r.Display,
            Groups = Json(r.Groups),
            Models = Json(r.Models),
            Operations = Words(r.Operations),
            Networks = Json(r.Networks),
            ExpiresAt = UnixMicros.Of(r.ExpiresAt),
            Fallback = Flag(r.Fallback),
            Auto = r.Auto is null ? null : JsonSerializer.Serialize(r.Auto, CatalogJson.Default.AutoTerms),
            ModelsMap = r.ModelsMap.IsEmpty ? null : JsonSerializer.Serialize([.. r.ModelsMap], CatalogJson.Default.ModelMappingArray),
            Routes = r.Routes is null ? null : JsonSerializer.Serialize(r.Routes, CatalogJson.Default.ScenarioRoutes),
            SpendCaps = SpendLimit.ToJson(r.SpendCaps),
            RateLimits = Json(r.RateLimits),
            CaptureDays = r.CaptureDays,
            CreatedAt = UnixMicros.Of(r.CreatedAt),
            RevokedAt = UnixMicros.Of(r.RevokedAt),
            RevokedBy = r.RevokedBy is { } by ? Word(by) : null,
            FormerHash = r.Former?.Hash.ToHex(),
            FormerEndsAt = UnixMicros.Of(r.Former?.EndsAt),
            ManagedBy = Word(r.ManagedBy),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(row), row.Key, "No such table."),
    };

    private static string Text(Guid id) => id.ToString();

    private static long Flag(bool value) => value ? 1 : 0;

    private static string Word(ManagedBy by) => EnumWords.Of(by);

    private static string? Json(ModelPrice? price) => price is null ? null : JsonSerializer.Serialize(price, CatalogJson.Default.ModelPrice);

    private static ModelPrice? Price(string? json) => json is null ? null : JsonSerializer.Deserialize(json, CatalogJson.Default.ModelPrice);

    private static string? Json(RateTerms? limits) => limits is null ? null : JsonSerializer.Serialize(limits, CatalogJson.Default.RateTerms);

    private static RateTerms? Rates(string? json) => json is null ? null : JsonSerializer.Deserialize(json, CatalogJson.Default.RateTerms);

    private static string Json(IEnumerable<string> values) => JsonSerializer.Serialize([.. values], CatalogJson.Default.StringArray);

    private static ImmutableArray<string> Strings(string json) => [.. JsonSerializer.Deserialize(json, CatalogJson.Default.StringArray)!];

    private static string Words<T>(ImmutableArray<T> values)
        where T : struct, Enum => Json(values.Select(EnumWords.Of));

    private static ImmutableArray<T> Values<T>(string json)
        where T : struct, Enum => [.. Strings(json).Select(EnumWords.Parse<T>)];

    internal abstract class Record
    {
        public string ManagedBy { get; set; } = "";

        protected ManagedBy By => EnumWords.Parse<ManagedBy>(ManagedBy);
    }

    internal sealed class Setting : Record
    {
        public string Name { get; set; } = "";
        public string Value { get; set; } = "";

        public SettingRow ToRow() => new() { Name = Name, Value = Value, ManagedBy = By };
    }

    internal sealed class Secret : Record
    {
        public string Name { get; set; } = "";
        public string Sealed { get; set; } = "";

        public SecretRow ToRow() => new() { Name = Name, Sealed = [.. Convert.FromBase64String(Sealed)], ManagedBy = By };
    }

    internal sealed class Upstream : Record
    {
        public string Name { get; set; } = "";
        public string Provider { get; set; } = "";
        public string? BaseUrl { get; set; }
        public string Speaks { get; set; } = "[]";
        public long AllowPrivateNetwork { get; set; }
        public string? Proxy { get; set; }
        public string? ProxySealed { get; set; }
        public long StreamUsage { get; set; }
        public long? StopsOnCancel { get; set; }
        public string? Traits { get; set; }
        public string? Host { get; set; }
        public string? Options { get; set; }
        public long Disabled { get; set; }

        public UpstreamRow ToRow() => new()
        {
            Name = Name,
            Provider = Provider,
            BaseUrl = BaseUrl,
            Speaks = Values<Protocol>(Speaks),
            AllowPrivateNetwork = AllowPrivateNetwork != 0,
            Proxy = Proxy,
            ProxySealed = ProxySealed is null ? [] : [.. Convert.FromBase64String(ProxySealed)],
            StreamUsage = StreamUsage != 0,
            StopsOnCancel = StopsOnCancel is { } stops ? stops != 0 : null,
            Traits = Traits,
            Host = Host,
            Options = Options,
            Disabled = Disabled != 0,
            ManagedBy = By,
        };
    }

    internal sealed class Credential : Record
    {
        public string Id { get; set; } = "";
        public string Upstream { get; set; } = "";
        public long Position { get; set; }
        public string Sealed { get; set; } = "";
        public string Display { get; set; } = "";
        public long Disabled { get; set; }

        public CredentialRow ToRow() => new()
        {
            Id = Guid.Parse(Id),
            Upstream = Upstream,
            Position = (int)Position,
            Sealed = [.. Convert.FromBase64String(Sealed)],
            Display = Display,
            Disabled = Disabled != 0,
            ManagedBy = By,
        };
    }

    internal sealed class Model : Record
    {
        public string Id { get; set; } = "";
        public string Aliases { get; set; } = "[]";
        public string? DisplayName { get; set; }
        public string OwnedBy { get; set; } = "";
        public string Kind { get; set; } = "";
        public long CreatedAt { get; set; }
        public long? ContextWindow { get; set; }
        public long? MaxOutputTokens { get; set; }
        public long SupportsImages { get; set; }
        public long SupportsReasoning { get; set; }
        public string? Price { get; set; }
        public string? Prices { get; set; }
        public string? PriceFrom { get; set; }
        public string? Rules { get; set; }

        public ModelRow ToRow() => new()
        {
            Id = Id,
            Aliases = Strings(Aliases),
            DisplayName = DisplayName,
            OwnedBy = OwnedBy,
            Kind = EnumWords.Parse<ModelKind>(Kind),
            CreatedAt = UnixMicros.ToTime(CreatedAt),
            ContextWindow = ContextWindow,
            MaxOutputTokens = MaxOutputTokens,
            SupportsImages = SupportsImages != 0,
            SupportsReasoning = SupportsReasoning != 0,
            Price = CatalogRecords.Price(Price),
            Prices = Prices is null ? [] : [.. JsonSerializer.Deserialize(Prices, CatalogJson.Default.DatedPriceArray)!],
            PriceFrom = PriceFrom,
            Rules = Rules,
            ManagedBy = By,
        };
    }

    internal sealed class Group : Record
    {
        public string Name { get; set; } = "";
        public string Description { get; set; } = "";
        public long MultiplierPpm { get; set; }
        public string CancelPolicy { get; set; } = "";
        public string SpendCaps { get; set; } = "[]";
        public string? RateLimits { get; set; }
        public string? ModelRateLimits { get; set; }
        public long HoldOutputTokens { get; set; }
        public string Operations { get; set; } = "[]";
        public string? Prices { get; set; }
        public string Status { get; set; } = "";
        public string? Replacement { get; set; }
        public string Note { get; set; } = "";
        public string Protocols { get; set; } = "[]";
        public string Balance { get; set; } = "";
        public string? VirtualModels { get; set; }

        public GroupRow ToRow() => new()
        {
            Name = Name,
            Description = Description,
            MultiplierPpm = MultiplierPpm,
            CancelPolicy = EnumWords.Parse<CancelPolicy>(CancelPolicy),
            SpendCaps = SpendLimit.OfJson(SpendCaps),
            RateLimits = Rates(RateLimits),
            ModelRateLimits = ModelRateLimits is null ? [] : [.. JsonSerializer.Deserialize(ModelRateLimits, CatalogJson.Default.ModelRateTermsArray)!],
            HoldOutputTokens = HoldOutputTokens,
            Operations = Values<Operation>(Operations),
            Prices = Prices is null ? [] : [.. JsonSerializer.Deserialize(Prices, CatalogJson.Default.GroupPriceArray)!],
            Status = EnumWords.Parse<GroupStatus>(Status),
            Replacement = Replacement,
            Note = Note,
            Protocols = Values<Protocol>(Protocols),
            Balance = EnumWords.Parse<PoolBalance>(Balance),
            VirtualModels = VirtualModels is null ? [] : [.. JsonSerializer.Deserialize(VirtualModels, CatalogJson.Default.VirtualModelArray)!],
            ManagedBy = By,
        };
    }

    internal sealed class Deployment : Record
    {
        public string GroupName { get; set; } = "";
        public string Model { get; set; } = "";
        public string Upstream { get; set; } = "";
        public string UpstreamModel { get; set; } = "";
        public long Priority { get; set; }
        public long Weight { get; set; }
        public string? Rules { get; set; }
        public string? Cost { get; set; }
        public string Speaks { get; set; } = "[]";

        public DeploymentRow ToRow() => new()
        {
            Group = GroupName,
            Model = Model,
            Upstream = Upstream,
            UpstreamModel = UpstreamModel,
            Priority = (int)Priority,
            Weight = (int)Weight,
            Rules = Rules,
            Cost = Price(Cost),
            Speaks = Values<Protocol>(Speaks),
            ManagedBy = By,
        };
    }

    internal sealed class Plan : Record
    {
        public string Name { get; set; } = "";
        public long AmountNanos { get; set; }
        public string Period { get; set; } = "";
        public string Overflow { get; set; } = "";

        public PlanRow ToRow() => new()
        {
            Name = Name,
            AmountNanos = AmountNanos,
            Period = EnumWords.Parse<PlanPeriod>(Period),
            Overflow = EnumWords.Parse<PlanOverflow>(Overflow),
            ManagedBy = By,
        };
    }

    internal sealed class Account : Record
    {
        public string Id { get; set; } = "";
        public string Kind { get; set; } = "";
        public string Email { get; set; } = "";
        public string Role { get; set; } = "";
        public string? DisabledBy { get; set; }
        public string SpendCaps { get; set; } = "[]";
        public string? RateLimits { get; set; }
        public string? TimeZone { get; set; }
        public string? Plan { get; set; }
        public long CreatedAt { get; set; }

        public AccountRow ToRow() => new()
        {
            Id = Guid.Parse(Id),
            Kind = EnumWords.Parse<AccountKind>(Kind),
            Email = Email,
            Role = EnumWords.Parse<AccountRole>(Role),
            DisabledBy = DisabledBy is null ? null : EnumWords.Parse<ManagedBy>(DisabledBy),
            SpendCaps = SpendLimit.OfJson(SpendCaps),
            RateLimits = Rates(RateLimits),
            TimeZone = TimeZone,
            Plan = Plan,
            CreatedAt = UnixMicros.ToTime(CreatedAt),
            ManagedBy = By,
        };
    }

    internal sealed class Credit : Record
    {
        public string AccountId { get; set; } = "";
        public string Account { get; set; } = "";
        public long AmountNanos { get; set; }
        public long GrantedAt { get; set; }

        public CreditRow ToRow() => new()
        {
            AccountId = Guid.Parse(AccountId),
            Account = Account,
            AmountNanos = AmountNanos,
            GrantedAt = UnixMicros.ToTime(GrantedAt),
            ManagedBy = By,
        };
    }

    internal sealed class ApiKey : Record
    {
        public string Id { get; set; } = "";
        public string AccountId { get; set; } = "";
        public string Account { get; set; } = "";
        public string? MemberId { get; set; }
        public string? Member { get; set; }
        public string Name { get; set; } = "";
        public string KeyHash { get; set; } = "";
        public string Display { get; set; } = "";
        public string Groups { get; set; } = "[]";
        public string Models { get; set; } = "[]";
        public string Operations { get; set; } = "[]";
        public string Networks { get; set; } = "[]";
        public long? ExpiresAt { get; set; }
        public long Fallback { get; set; }
        public string? Auto { get; set; }
        public string? ModelsMap { get; set; }
        public string? Routes { get; set; }
        public string SpendCaps { get; set; } = "[]";
        public string? RateLimits { get; set; }
        public long? CaptureDays { get; set; }
        public long CreatedAt { get; set; }
        public long? RevokedAt { get; set; }
        public string? RevokedBy { get; set; }
        public string? FormerHash { get; set; }
        public long? FormerEndsAt { get; set; }

        public ApiKeyRow ToRow() => new()
        {
            Id = Guid.Parse(Id),
            AccountId = Guid.Parse(AccountId),
            Account = Account,
            MemberId = MemberId is null ? null : Guid.Parse(MemberId),
            Member = Member,
            Name = Name,
            Hash = Secrets.KeyHash.FromHex(KeyHash),
            Display = Display,
            Groups = Strings(Groups),
            Models = Strings(Models),
            Operations = Values<Operation>(Operations),
            Networks = Strings(Networks),
            ExpiresAt = UnixMicros.ToTime(ExpiresAt),
            Fallback = Fallback != 0,
            Auto = Auto is null ? null : JsonSerializer.Deserialize(Auto, CatalogJson.Default.AutoTerms),
            ModelsMap = ModelsMap is null ? [] : [.. JsonSerializer.Deserialize(ModelsMap, CatalogJson.Default.ModelMappingArray)!],
            Routes = Routes is null ? null : JsonSerializer.Deserialize(Routes, CatalogJson.Default.ScenarioRoutes),
            SpendCaps = SpendLimit.OfJson(SpendCaps),
            RateLimits = Rates(RateLimits),
            CaptureDays = (int?)CaptureDays,
            CreatedAt = UnixMicros.ToTime(CreatedAt),
            RevokedAt = UnixMicros.ToTime(RevokedAt),
            RevokedBy = RevokedBy is null ? null : EnumWords.Parse<ManagedBy>(RevokedBy),
            Former = FormerHash is null ? null : new FormerSecret(Secrets.KeyHash.FromHex(FormerHash), UnixMicros.ToTime(FormerEndsAt ?? 0)),
            ManagedBy = By,
        };
    }
}
