using Gantry.Relay.Replays;
using Gantry.Relay.State;
using Gantry.Routing.Health;

namespace Gantry.Relay;

/// <summary>Limits of exchanges and of what is kept between them (reliability §4.1). Every one is deliberate: the framework's own defaults do not fit long answers.</summary>
public sealed record RelayLimits
{
    /// <summary>To connect, TLS included.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a pooled connection lives, so that a changed DNS record is noticed.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From the last request byte to the upstream's headers, for streams.</summary>
    public TimeSpan FirstByte { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same where the model thinks or paints before it says anything.</summary>
    public TimeSpan FirstByteSlow { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Between two reads of a stream that has begun to deliver.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two growths of an answer that only shows signs of life.</summary>
    public TimeSpan ContentIdle { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>What only opens an answer is held back for so long: until then a failure can still go to another upstream, or have a true status.</summary>
    public TimeSpan Preamble { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Attempts of one request at the most. How many of them are made is for <c>RetryBudgets</c> to say.</summary>
    public int Attempts { get; init; } = RetryBudgets.Most;

    /// <summary>How long a request waits for money to be set aside where the ledger is over a network (reliability R-14).</summary>
    public TimeSpan Ledger { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>No further attempt is begun when the first has failed this long ago.</summary>
    public TimeSpan Retries { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An upstream that wants to be left alone for no longer is waited for; else another is asked.</summary>
    public TimeSpan WaitInPlace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A whole exchange that is not a stream.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A whole stream.</summary>
    public TimeSpan Stream { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Silence after which the client is sent its protocol's keep-alive.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A client that takes no byte for so long is let go.</summary>
    public TimeSpan WriteStall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long running answers may go on when the process is asked to stop.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>From when on new requests are turned away.</summary>
    public AdmissionLimits Admission { get; init; } = new();

    /// <summary>How long a WebSocket may stay open, as at OpenAI.</summary>
    public TimeSpan Socket { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How much of its clients' conversations the gateway remembers.</summary>
    public StateLimits State { get; init; } = new();

    /// <summary>How much is kept for retries under an <c>Idempotency-Key</c>.</summary>
    public ReplayLimits Replays { get; init; } = new();
}
