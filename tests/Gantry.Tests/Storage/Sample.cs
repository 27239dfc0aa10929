using Gantry.Audit;
using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Secrets;

namespace Gantry.Tests.Storage;

/// <summary>Configurations and rows that tests share.</summary>
internal static class Sample
{
    public const string UpstreamSecret = "sk-upstream-0123456789abcdef";
    public const string AliceSecret = "alice-has-a-secret-of-her-own";

    public const string StripeKey = "sk_test_0123456789abcdef";
    public const string StripeWebhook = "whsec_0123456789abcdef";

    /// <summary>The schema in full: the example that the file format was agreed on.</summary>
    public const string Yaml =
        """
        upstreams:
          - name: sim
            provider: anthropic            # openai | anthropic | gemini | bedrock | vertex | azure | openai-compatible | simulator
            base_url: http://127.0.0.1:9000   # optional where the provider has one of its own
            api_keys: ["${UPSTREAM_KEY}"]  # several: balanced, cooled one by one
            speaks: [messages]             # optional: chat | responses | messages | gemini | converse, in order of preference
            allow_private_network: true    # loopback and private addresses are refused without it
            proxy: http://127.0.0.1:7890   # optional, per upstream
        models:
          - id: claude-sonnet-4-5
            aliases: [anthropic/claude-sonnet-4-5, claude-sonnet-4-5-20250929]
            price: {input: 3.00, output: 15.00, cache_read: 0.30, cache_write_5m: 3.75, cache_write_1h: 6.00}   # USD per million tokens
        groups:
          - name: anthropic
            description: Claude models
            multiplier: 1.0
            cancel_policy: delivered       # delivered | upstream | void
            deployments:
              - {model: claude-sonnet-4-5, upstream: sim, upstream_model: claude-sonnet-4-5-20250929, priority: 0, weight: 1}
        accounts:
          - email: alice@example.com
            role: user                     # owner | admin | user
            credit: 10.00                  # USD, granted once per account by this file
            keys:
              - name: laptop
                secret: "${ALICE_KEY}"     # optional, any string of 20 or more characters
                groups: [anthropic]        # in order; `auto` is allowed
                spend_cap: {amount: 1.00, window: day}   # total | day | week | month
        settings:
          key_prefix: "sk-"
          public_url: http://127.0.0.1:3456
          path_base: ""                    # e.g. /api: then /api/v1/messages works as well
          payments:
            stripe: {secret_key: "${STRIPE_KEY}", webhook_secret: "${STRIPE_WEBHOOK}", currency: usd, min: 5, max: 500}
        """;

    /// <summary>A team beside <see cref="Yaml"/>, with every member that one can have.</summary>
    public const string Team =
        """
        teams:
          - name: Research                 # kept in lower case
            credit: 100.00
            plan: ~
            time_zone: Europe/Berlin
            spend_cap: {amount: 50.00, window: month}   # all keys of the team together
            rate_limits: {requests_per_minute: 600}
            members:
              - {email: alice@example.com, role: manager, spend_cap: {amount: 2.00, window: day}}   # member | manager
            keys:
              - {name: bot, secret: sk-team-bot-0123456789, groups: [anthropic]}
              - {name: hers, secret: sk-team-hers-0123456789, groups: [anthropic], member: alice@example.com}
        """;

    public static string? Environment(string name) => name switch
    {
        "UPSTREAM_KEY" => UpstreamSecret,
        "ALICE_KEY" => AliceSecret,
        "STRIPE_KEY" => StripeKey,
        "STRIPE_WEBHOOK" => StripeWebhook,
        _ => null,
    };

    /// <summary>On whose behalf tests change things.</summary>
    public static AuditNote Note { get; } = AuditNote.OfCommand("test.change");

    public static AuditChain Chain => new(Hasher);

    public static KeyHasher Hasher { get; } = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    public static SecretSeal Seal { get; } = new([.. Enumerable.Range(100, 32).Select(i => (byte)i)]);

    public static SeedCatalogue Seed { get; } = SeedCatalogue.Load();

    public static DeclaredCatalog Declare(string yaml) => CatalogFile.Parse(yaml, "gantry.yaml", Environment);

    public static CatalogPlanner Planner(TimeProvider time) => new(Hasher, Seal, Seed, time);

    /// <summary>The rows of a file on an empty store.</summary>
    public static CatalogRows Rows(string yaml) => Planner(new FixedTime()).Plan(CatalogRows.Empty, Declare(yaml), ManagedBy.File).Next;

    public static Task<ApplyReport> ApplyAsync(ICatalogStore store, string yaml, TimeProvider? time = null, bool dryRun = false) =>
        new CatalogApplier(store, Planner(time ?? new FixedTime())).ApplyAsync(Declare(yaml), ManagedBy.File, dryRun, CancellationToken.None);

    public static UsageRecord Usage(string id) => new()
    {
        RequestId = id,
        StartedAt = new DateTimeOffset(2026, 7, 24, 12, 0, 0, 123, 456, TimeSpan.Zero),
        KeyId = new Guid("01980000-0000-7000-8000-000000000001"),
        AccountId = new Guid("01980000-0000-7000-8000-000000000002"),
        Group = "anthropic",
        Model = "claude-sonnet-4-5",
        Upstream = "sim",
        UpstreamModel = "claude-sonnet-4-5-20250929",
        CredentialId = new Guid("01980000-0000-7000-8000-000000000003"),
        Protocol = Protocol.Messages,
        Operation = Operation.CountTokens,
        Streamed = true,
        Status = 200,
        Outcome = UsageOutcome.ClientLeft,
        Usage = new Usage
        {
            UncachedInput = 1, CacheRead = 2, CacheWrite5m = 3, CacheWrite1h = 4, Output = 5, Reasoning = 6, AudioInput = 7, ImageInput = 8,
            AudioOutput = 9, ImageOutput = 10, Images = 11, AudioSeconds = 12, WebSearches = 13,
        },
        UsageSource = UsageSource.Reported,
        StopReason = "end_turn",
        UpstreamResponseId = "msg_1",
        Losses = "param_dropped:seed,stop_dropped",
        Session = "0011223344556677889900aa",
        FirstContentMicros = 14,
        DurationMicros = 15,
        Attempts = 16,
        RequestBytes = 17,
        ResponseBytes = 18,
    };
}
