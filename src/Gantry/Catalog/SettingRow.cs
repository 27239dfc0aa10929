namespace Gantry.Catalog;

/// <summary>One setting of the whole gateway.</summary>
internal sealed record SettingRow : CatalogRow
{
    public const string KeyPrefix = "key_prefix";
    public const string DefaultKeyPrefix = "sk-";
    public const string PublicUrl = "public_url";
    public const string PathBase = "path_base";

    /// <summary>One of <see cref="RegistrationMode"/>; <c>invitation</c> where it is not set.</summary>
    public const string Registration = "registration";

    /// <summary>Whose mail addresses may make accounts for themselves; all where it is not set.</summary>
    public const string RegistrationDomains = "registration_domains";

    public const string TimeZone = "time_zone";

    /// <summary>Days that records of requests are kept.</summary>
    public const string UsageDays = "usage_days";

    /// <summary>Days that hourly sums are kept.</summary>
    public const string RollupDays = "rollup_days";

    /// <summary>Days that the audit log is kept.</summary>
    public const string AuditDays = "audit_days";

    /// <summary>Whether prices are shown to everybody; <c>true</c> where it is not set.</summary>
    public const string PricingPublic = "pricing_public";

    /// <summary>Whether the status page is shown to everybody; <c>false</c> where it is not set.</summary>
    public const string StatusPublic = "status_public";

    /// <summary>Whether the gateway may ask upstreams by itself; <c>true</c> where it is not set.</summary>
    public const string ActiveProbes = "active_probes";

    /// <summary>Networks whose proxies are believed, see <see cref="FaceTerms"/>; none where it is not set.</summary>
    public const string TrustedProxies = "trusted_proxies";

    /// <summary>How many proxies in a row are believed.</summary>
    public const string ForwardLimit = "forward_limit";

    /// <summary>Which family of headers the proxies write.</summary>
    public const string ForwardHeader = "forward_header";

    /// <summary>Origins whose pages may call from a browser; none where it is not set.</summary>
    public const string CorsOrigins = "cors_origins";

    public required string Name { get; init; }

    public required string Value { get; init; }

    public override RowKey Key => KeyOf(Name);

    public static RowKey KeyOf(string name) => new(RowKind.Setting, name);

    public override IEnumerable<RowFact> Facts() => [new("value", Value)];
}
