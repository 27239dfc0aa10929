using System.Collections.Immutable;
using System.Diagnostics;
using Gantry.Billing;
using Gantry.Billing.Wallets;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;
using Gantry.Relay.Paths;
using Gantry.Relay.Replays;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Everything known about one client request, from its first byte to its settlement. Each step writes its own group, once.</summary>
internal sealed class Exchange
{
    // Opened (step 2)
    public required HttpContext Http { get; init; }

    public required GatewaySnapshot Snapshot { get; init; }

    public required RouteMatch Route { get; init; }

    public required string RequestId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Monotonic, for durations.</summary>
    public required long StartedTicks { get; init; }

    public required Watched Watched { get; init; }

    /// <summary>The span of the request; null where nobody traces.</summary>
    public Activity? Span { get; set; }

    // Access (step 3)
    public ApiKey? Key { get; set; }

    // Body (step 4)
    public RequestBody? Body { get; set; }

    public RequestFacts? Facts { get; set; }

    public ByteRange? ModelRange { get; set; }

    public string? Model { get; set; }

    // Plan (step 5)
    public RoutePlan Plan { get; set; }

    // Limits and hold (step 6)
    /// <summary>What it has met of its limits; null where nothing limits it.</summary>
    public ExchangeLimits? Limits { get; set; }

    public ExchangeCharge? Charge { get; set; }

    /// <summary>Why no money was set aside, where that was refused last.</summary>
    public HoldRefusalKind? Unheld { get; set; }

    /// <summary>The pictures and documents in the body, looked for once; null before.</summary>
    public MediaWeight? Media { get; set; }

    /// <summary>The longest answer in tokens that is asked for in the client's stead, so that its bound on the cost holds; null for none.</summary>
    public long? OutputLimit { get; set; }

    // Attempt (steps 7 to 9)
    /// <summary>Who is asked now, or was last.</summary>
    public RouteCandidate? Candidate { get; set; }

    /// <summary>By whose terms: the group of who is asked, before that of who will be first.</summary>
    public Group? Group => Candidate?.Group ?? Plan.Group;

    /// <summary>The model that answers, or is to answer first; null before a plan.</summary>
    public Model? ServedModel => Candidate?.Deployment.Model ?? Plan.Model;

    public Attempt? Attempt { get; set; }

    /// <summary>Attempts that came to nothing, before <see cref="Attempt"/>.</summary>
    public ImmutableArray<AttemptRecord> Failed { get; set; } = [];

    /// <summary>Set where the upstream speaks another protocol than the client.</summary>
    public Translated? Translated { get; set; }

    /// <summary>Set where vectors are asked for and the upstream speaks another protocol.</summary>
    public AskedEmbeddings? Embeddings { get; set; }

    /// <summary>What translation has lost, or was left out for the upstream's sake; null where neither could be.</summary>
    public LossLog? Losses { get; set; }

    /// <summary>Set where the gateway continues a Responses conversation itself.</summary>
    public ConversationState? Conversation { get; set; }

    /// <summary>The conversation has been resolved for an upstream that keeps none.</summary>
    public bool ConversationResolved { get; set; }

    /// <summary>The client answers losses of translation with a refusal (<c>X-Gantry-Strict: 1</c>).</summary>
    public bool IsStrict => Http.Request.Headers["x-gantry-strict"] is ["1"];

    /// <summary>When the attempt began; monotonic.</summary>
    public long AttemptTicks { get; set; }

    /// <summary>How the attempt has ended; null while that follows from the rest.</summary>
    public AttemptOutcome? AttemptOutcome { get; set; }

    /// <summary>Called when the first content of an answer has come; null where nobody waits for that.</summary>
    public Action? ContentBegan { get; set; }

    // Answer (step 10)
    /// <summary>The client's side of a stream, from the first attempt on; null where a document is asked for.</summary>
    public ClientStream? Stream { get; set; }

    /// <summary>A stream was asked for, whatever the upstream of the moment sends.</summary>
    public bool WantsStream { get; set; }

    /// <summary>Set where retries may ask for what the client is told.</summary>
    public IClientTee? Tee { get; set; }

    /// <summary>Set where the owner of the key wants request and answer kept.</summary>
    public RunningCapture? Capture { get; set; }

    public bool Streamed { get; set; }

    /// <summary>The gateway frames the body itself, see <see cref="ChunkedBody"/>; false again once the connection is cut.</summary>
    public bool Chunked { get; set; }

    /// <summary>The upstream has begun an answer, not a refusal.</summary>
    public bool Answering { get; set; }

    /// <summary>What the upstream answered; 0 where nothing came.</summary>
    public int UpstreamStatus { get; set; }

    /// <summary>The answer's words so far, in tokens by the gateway's own count.</summary>
    public long ContentTokens { get; set; }

    public int Status { get; set; }

    public GatewayError? Error { get; set; }

    public MeterReading Reading { get; set; }

    /// <summary>What the client was told of usage where the upstream has told nothing, or not all; null where the upstream's word stands.</summary>
    public Usage? EstimatedUsage { get; set; }

    public long FirstContentTicks { get; set; }

    public long ResponseBytes { get; set; }

    // Settlement (step 11)
    public bool Settled { get; set; }

    /// <summary>What was paid; null before the settlement, and for what costs nothing.</summary>
    public UsageCharge? Paid { get; set; }

    /// <summary>The answer is that of another request, which pays: a retry under its key that came while it runs.</summary>
    public bool Joins { get; set; }

    /// <summary>What that other request was charged, in nano-USD; null before it is settled.</summary>
    public long? PaidElsewhere { get; set; }

    public UsageOutcome Outcome { get; set; } = UsageOutcome.Failed;

    /// <summary>The answer came whole, whether or not its client stayed for it.</summary>
    public bool CameWhole { get; set; }

    /// <summary>Bytes of the request as decoded, 0 before it was read.</summary>
    public int RequestBytes { get; set; }

    /// <summary>Begins an attempt: what another has left behind is forgotten.</summary>
    public void BeginAttempt(RouteCandidate candidate)
    {
        Candidate = candidate;
        Attempt = null;
        AttemptOutcome = null;
        Translated = null;
        Embeddings = null;
        Losses = null;
        Streamed = WantsStream;
        Answering = false;
        UpstreamStatus = 0;
        ContentTokens = 0;
        Reading = default;
        EstimatedUsage = null;
        FirstContentTicks = 0;
        ResponseBytes = 0;
        Status = Http.Response.HasStarted ? Status : 0;
    }

    /// <summary>Cuts the connection: the answer has no end, and must not seem to have one.</summary>
    public void CutOff()
    {
        Chunked = false;
        Tee?.Cut();
        Http.Abort();
    }
}
