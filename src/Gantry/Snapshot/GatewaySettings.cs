using System.Collections.Frozen;
using System.Collections.Immutable;
using Gantry.Alerts;
using Gantry.Billing.Payments;
using Gantry.Billing.Retention;
using Gantry.Catalog;
using Gantry.Mail;

namespace Gantry.Snapshot;

/// <summary>Settings that apply to the whole gateway.</summary>
public sealed record GatewaySettings
{
    /// <summary>What generated keys begin with.</summary>
    public string KeyPrefix { get; init; } = "sk-";

    /// <summary>The address that clients reach the gateway at, without a trailing slash. Null: the address of the request.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>A prefix such as <c>/api</c> under which every path works as well; empty for none.</summary>
    public string PathBase { get; init; } = "";

    /// <summary>Where days, weeks and months of groups begin at midnight, and those of accounts that name no zone of their own.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>For how long usage is kept.</summary>
    public RetentionTerms Retention { get; init; } = new();

    /// <summary>For how many days the audit log is kept.</summary>
    public int AuditDays { get; init; } = Gantry.Audit.AuditTerms.DefaultDays;

    /// <summary>Prices are shown to everybody; else to holders of a key, those of its groups.</summary>
    public bool PricingPublic { get; init; } = true;

    /// <summary>The status page is shown to everybody; else to people who are signed in, and to holders of a key what concerns its groups.</summary>
    public bool StatusPublic { get; init; }

    /// <summary>The gateway may ask upstreams by itself whether what went out of use works again.</summary>
    public bool ActiveProbes { get; init; } = true;

    /// <summary>What one network address may ask for.</summary>
    public AddressTerms Addresses { get; init; } = new();

    /// <summary>How requests wait where too many are under way.</summary>
    public QueueTerms Queue { get; init; } = QueueTerms.Usual;

    /// <summary>Which proxies are believed about where a request came from; null for none.</summary>
    public ForwardingTerms? Forwarding { get; init; }

    /// <summary>Origins whose pages may call from a browser, or <c>*</c>; empty for none.</summary>
    public FrozenSet<string> CorsOrigins { get; init; } = [];

    /// <summary>How cards are charged; null where nobody can pay by card.</summary>
    public StripeSettings? Stripe { get; init; }

    /// <summary>The mail server; null where none is set up, and no mail is sent.</summary>
    public SmtpSettings? Smtp { get; init; }

    /// <summary>Who is told of alerts.</summary>
    public AlertSettings Alerts { get; init; } = new();

    /// <summary>Who else vouches for people.</summary>
    public ImmutableArray<SignInProvider> SignInProviders { get; init; } = [];

    /// <summary>Who may come to an account.</summary>
    public RegistrationTerms Registration { get; init; } = RegistrationTerms.Usual;
}
