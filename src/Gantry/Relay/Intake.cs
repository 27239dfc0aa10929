using Gantry.Billing;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>
/// The one place that says whether a node takes a new request. It is asked before key and body are looked at, so a refusal costs next to nothing and leaves no
/// record. See <c>docs/decisions/0045-admission.md</c>.
/// </summary>
internal sealed class Intake(AdmissionLimits limits, IUsageSink usage, MemoryLoad memory, DiskRoom disk, QueueLag lag)
{
    private int _running;
    private long _turnedAway;

    /// <summary>Requests that have been taken and have not ended.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Requests that were turned away since the start.</summary>
    public long TurnedAway => Interlocked.Read(ref _turnedAway);

    /// <summary>No memory is left for anything but what runs: pages and lists are refused as well.</summary>
    public bool OnlyRunning => memory.Percent >= limits.LastMemoryPercent;

    /// <summary>The disk has room for the records of new requests.</summary>
    public bool HasRoom => disk.Free >= limits.DiskBytes;

    /// <summary>Why everything is refused while <see cref="OnlyRunning"/>.</summary>
    public static GatewayError NoMemory { get; } =
        new(ErrorKind.Overloaded, ErrorOrigin.Gateway, "The gateway has no memory left for further requests. Try again.") { Code = "gateway_memory", RetryAfterSeconds = 1 };

    /// <summary>Takes a request, or says why not. One that is taken has to <see cref="Leave"/>.</summary>
    public GatewayError? Enter()
    {
        var refusal = Refusal();
        if (refusal is null && Interlocked.Increment(ref _running) > limits.Requests)
        {
            Interlocked.Decrement(ref _running);
            refusal = TooMany;
        }

        if (refusal is not null)
        {
            Interlocked.Increment(ref _turnedAway);
        }

        return refusal;
    }

    public void Leave() => Interlocked.Decrement(ref _running);

    private GatewayError? Refusal() =>
        !usage.Accepting || !HasRoom ? CannotRecord
        : memory.Percent >= limits.MemoryPercent ? NoMemory
        : lag.TurnsAway() ? TooMany
        : null;

    private static readonly GatewayError TooMany =
        new(ErrorKind.Overloaded, ErrorOrigin.Gateway, "The gateway has as many requests as it can serve at once. Try again.") { Code = "gateway_busy", RetryAfterSeconds = 1 };

    /// <summary>What was served could not be accounted for: the disk is full or broken, or the store far behind.</summary>
    public static readonly GatewayError CannotRecord =
        new(ErrorKind.Overloaded, ErrorOrigin.Gateway, "The gateway cannot record usage right now and serves nothing that it could not account for. Try again.")
        {
            Code = "usage_log_unavailable",
            RetryAfterSeconds = 5,
        };
}
