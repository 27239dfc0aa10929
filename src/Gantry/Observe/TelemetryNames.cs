namespace Gantry.Observe;

/// <summary>Every name that telemetry uses; no other file spells one. What each means stands in <c>docs/guide/observability.md</c>.</summary>
/// <remarks>Names with <c>gen_ai</c>, <c>http</c>, <c>server</c> and <c>error</c> are those of OpenTelemetry's semantic conventions.</remarks>
internal static class TelemetryNames
{
    /// <summary>The meter and the activity source.</summary>
    public const string Source = "Gantry";

    // Metrics of requests
    public const string Requests = "gantry.requests";
    public const string RequestDuration = "gantry.request.duration";
    public const string FirstContent = "gantry.request.first_content";
    public const string Tokens = "gantry.tokens";
    public const string Cost = "gantry.cost.nano_usd";
    public const string Attempts = "gantry.attempts";
    public const string Retries = "gantry.retries";
    public const string Refusals = "gantry.refusals";
    public const string HoldRefusals = "gantry.holds.refused";
    public const string RateRefusals = "gantry.rate_limit.refusals";
    public const string LedgerFailures = "gantry.ledger.failures";
    public const string OperationDuration = "gen_ai.client.operation.duration";
    public const string FirstChunk = "gen_ai.client.operation.time_to_first_chunk";
    public const string TokenUsage = "gen_ai.client.token.usage";

    /// <summary>Targets, upstreams and credentials that went out of use or came back.</summary>
    public const string HealthChanges = "gantry.health.changes";

    /// <summary>Requests of the gateway's own.</summary>
    public const string Probes = "gantry.probes";

    /// <summary>Requests that were to be kept for the owner of their key.</summary>
    public const string Captures = "gantry.captures";

    // Metrics of the node
    public const string RunningExchanges = "gantry.exchanges.running";
    public const string RunningStreams = "gantry.streams.running";
    public const string Accepting = "gantry.node.accepting";
    public const string Draining = "gantry.node.draining";
    public const string NodeInfo = "gantry.node.info";
    public const string Fenced = "gantry.node.fenced";
    public const string Duties = "gantry.node.duties";
    public const string LivingNodes = "gantry.nodes.living";
    public const string Uptime = "gantry.node.uptime";
    public const string UpstreamUp = "gantry.upstream.up";
    public const string UpstreamTargets = "gantry.upstream.targets";
    public const string JournalBacklog = "gantry.journal.backlog";
    public const string JournalLag = "gantry.journal.lag";
    public const string JournalHealthy = "gantry.journal.healthy";
    public const string DeadLetters = "gantry.journal.dead_letters";
    public const string Dispatched = "gantry.journal.dispatched";
    public const string SettleLag = "gantry.settle.lag";
    public const string SettleDuration = "gantry.settle.duration";
    public const string SettleFailures = "gantry.settle.failures";
    public const string RefillDuration = "gantry.wallet.refill.duration";
    public const string StoreCommit = "gantry.store.commit.duration";
    public const string StoreWrites = "gantry.store.writes";
    public const string StoreQueue = "gantry.store.queue";
    public const string SnapshotVersion = "gantry.snapshot.version";
    public const string SnapshotAge = "gantry.snapshot.age";

    // Attributes
    public const string Protocol = "gantry.protocol";
    public const string Operation = "gantry.operation";
    public const string Group = "gantry.group";
    public const string Model = "gantry.model";
    public const string Outcome = "gantry.outcome";
    public const string StatusClass = "gantry.status_class";
    public const string Bucket = "gantry.token.bucket";
    public const string Reason = "gantry.reason";
    public const string LimitOwner = "gantry.limit.owner";
    public const string LimitKind = "gantry.limit.kind";
    public const string Upstream = "gantry.upstream";
    public const string Cause = "gantry.health.cause";
    public const string State = "gantry.health.state";
    public const string Version = "gantry.version";
    public const string Runtime = "gantry.runtime";
    public const string Store = "gantry.store";
    public const string RequestId = "gantry.request.id";
    public const string KeyId = "gantry.key.id";
    public const string AccountId = "gantry.account.id";
    public const string CredentialId = "gantry.credential.id";
    public const string Lane = "gantry.lane";
    public const string AttemptCount = "gantry.attempt.count";
    public const string AttemptNumber = "gantry.attempt.number";
    public const string Stream = "gantry.stream";
    public const string GenOperation = "gen_ai.operation.name";
    public const string GenProvider = "gen_ai.provider.name";
    public const string GenRequestModel = "gen_ai.request.model";
    public const string GenResponseModel = "gen_ai.response.model";
    public const string GenResponseId = "gen_ai.response.id";
    public const string GenFinishReasons = "gen_ai.response.finish_reasons";
    public const string GenInputTokens = "gen_ai.usage.input_tokens";
    public const string GenOutputTokens = "gen_ai.usage.output_tokens";
    public const string GenCacheRead = "gen_ai.usage.cache_read.input_tokens";
    public const string GenCacheWrite = "gen_ai.usage.cache_creation.input_tokens";
    public const string GenTokenType = "gen_ai.token.type";
    public const string Status = "http.response.status_code";
    public const string Method = "http.request.method";
    public const string Route = "http.route";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";
    public const string ExceptionType = "exception.type";
    public const string ExceptionTrace = "exception.stacktrace";

    /// <summary>A chat with an upstream that speaks Google's protocol.</summary>
    public const string GeminiOperation = "generate_content";

    /// <summary>The value where there is nothing to name: a refused request has no model.</summary>
    public const string None = "none";

    /// <summary>Counters without labels: they stand at zero before the first time, so that a rule sees the first time as well.</summary>
    public static IReadOnlySet<string> Bare { get; } = new HashSet<string>(StringComparer.Ordinal) { LedgerFailures, SettleFailures, StoreWrites };

    /// <summary>Stands in the place of all labels of what came after the bound on series.</summary>
    public const string Overflow = "otel.metric.overflow";

    /// <summary>
    /// Instruments of the runtime and the framework that are exported, with the attributes that are kept of them. Others have attributes without bounds:
    /// network addresses, hosts that users choose for webhooks.
    /// </summary>
    public static IReadOnlyDictionary<string, string[]> Foreign { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["dotnet.exceptions"] = [ErrorType],
        ["dotnet.gc.collections"] = ["gc.heap.generation"],
        ["dotnet.gc.heap.total_allocated"] = [],
        ["dotnet.gc.last_collection.heap.size"] = ["gc.heap.generation"],
        ["dotnet.gc.last_collection.memory.committed_size"] = [],
        ["dotnet.gc.pause.time"] = [],
        ["dotnet.monitor.lock_contentions"] = [],
        ["dotnet.process.cpu.time"] = ["cpu.mode"],
        ["dotnet.process.memory.working_set"] = [],
        ["dotnet.thread_pool.queue.length"] = [],
        ["dotnet.thread_pool.thread.count"] = [],
        ["dotnet.thread_pool.work_item.count"] = [],
        ["kestrel.active_connections"] = [],
        ["kestrel.queued_connections"] = [],
        ["kestrel.rejected_connections"] = [],
        ["kestrel.upgraded_connections"] = [],
        ["http.client.active_requests"] = [],
        ["http.client.open_connections"] = ["http.connection.state"],
        ["http.client.request.time_in_queue"] = [],
    };

    /// <summary>The meters that <see cref="Foreign"/> belong to.</summary>
    public static IReadOnlyList<string> ForeignMeters { get; } = ["System.Runtime", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http"];

    /// <summary>A vendor kind of ours as the conventions call it; one that they do not know keeps its name.</summary>
    public static string ProviderOf(string kind) => kind switch
    {
        "gemini" => "gcp.gemini",
        "vertex" => "gcp.vertex_ai",
        "bedrock" => "aws.bedrock",
        "azure" => "azure.ai.openai",
        "mistral" => "mistral_ai",
        "xai" => "x_ai",
        _ => kind,
    };

    /// <summary>An operation of ours, in snake case, as the conventions call it; one that they do not know keeps its name.</summary>
    public static string OperationOf(string word) => word == "completions" ? "text_completion" : word;
}
