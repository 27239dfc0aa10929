using System.Globalization;
using System.Text.Json;

namespace Gantry.Audit;

/// <summary>
/// The way of refusals into the audit log. The first of a kind is written at once, those that follow it are counted and written as one row when their
/// window is over: whoever guesses passwords a thousand times a second fills neither the log nor the memory. Never waits, never fails its caller.
/// </summary>
internal sealed partial class SecurityEvents(IAuditLog audit, TimeProvider time, ILogger<SecurityEvents> log) : BackgroundService
{
    /// <summary>How long repeats of one kind are gathered.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>So many kinds are told apart at a time; beyond, what has one action is one kind.</summary>
    public const int MostKinds = 500;

    private const int LongestText = 254;
    private const string Many = "many";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Kind, Gathered> _kinds = [];
    private readonly List<(AuditNote Note, AuditChange Change)> _ready = [];

    public void Report(SecurityEvent what)
    {
        var cut = what with { Actor = Cut(what.Actor), Target = Cut(what.Target) };
        lock (_gate)
        {
            var kind = new Kind(cut.Action, cut.Actor, cut.Address, cut.Target, cut.Reason);
            if (!_kinds.TryGetValue(kind, out var gathered) && _kinds.Count >= MostKinds)
            {
                kind = new Kind(cut.Action, Many, null, "", null);
                _kinds.TryGetValue(kind, out gathered);
            }

            if (gathered is not null)
            {
                gathered.Repeats++;
                return;
            }

            _kinds.Add(kind, new Gathered(time.GetUtcNow()));
            _ready.Add(Row(cut, 0, default));
        }
    }

    /// <summary>Writes what is ready, and the counts of windows that are over.</summary>
    /// <param name="all">Also of windows that are not.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async Task FlushAsync(bool all, CancellationToken cancellation)
    {
        List<(AuditNote Note, AuditChange Change)> rows;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var (kind, gathered) in _kinds.Where(k => all || now - k.Value.Since >= Window).ToArray())
            {
                _kinds.Remove(kind);
                if (gathered.Repeats > 0) _ready.Add(Row(kind.ToEvent(), gathered.Repeats, gathered.Since));
            }

            rows = [.. _ready];
            _ready.Clear();
        }

        foreach (var (note, change) in rows) await audit.AppendAsync(note, [change], cancellation);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync(all: true, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await TryFlushAsync(all: false, stoppingToken);
    }

    private async Task TryFlushAsync(bool all, CancellationToken cancellation)
    {
        try
        {
            await FlushAsync(all, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Lost(failure.Message);
        }
    }

    private static (AuditNote, AuditChange) Row(SecurityEvent what, int repeats, DateTimeOffset since)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (what.Reason is { } reason) facts["reason"] = reason;
        if (repeats > 0)
        {
            facts["repeats"] = repeats.ToString(CultureInfo.InvariantCulture);
            facts["since"] = since.ToString("O", CultureInfo.InvariantCulture);
        }

        var note = new AuditNote { Actor = what.Actor, ActorId = what.ActorId, Address = what.Address, Action = what.Action, RequestId = what.RequestId };
        return (note, new AuditChange(what.Target, null, facts.Count > 0 ? JsonSerializer.Serialize(facts) : null));
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];

    [LoggerMessage(1, LogLevel.Error, "Refusals could not be written to the audit log: {Failure}")]
    private partial void Lost(string failure);

    private readonly record struct Kind(string Action, string Actor, string? Address, string Target, string? Reason)
    {
        public SecurityEvent ToEvent() => new(Action, Actor, Address) { Target = Target, Reason = Reason };
    }

    private sealed class Gathered(DateTimeOffset since)
    {
        public DateTimeOffset Since => since;

        public int Repeats { get; set; }
    }
}
