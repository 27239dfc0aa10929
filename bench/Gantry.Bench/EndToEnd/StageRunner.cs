using System.Diagnostics;
using Gantry.Bench.Wire;
using Gantry.Protocols;

namespace Gantry.Bench.EndToEnd;

/// <summary>Puts the load of a stage on a target.</summary>
/// <param name="loop">The thread of this run's sockets.</param>
/// <param name="provider">Behind every target.</param>
/// <param name="seconds">Length of a stage whose share is 1.</param>
internal sealed class StageRunner(WireLoop loop, ScriptedProvider provider, double seconds)
{
    private const double Second = 1e9;
    private const double Mebibyte = 1024 * 1024;

    // A proxy that uses less of its core has nothing left to do of the stage before.
    private const double Rest = 0.03;

    // Code is compiled in two further drafts, and the machine's own noise looks like an end of it: eight seconds in turn have to bring nothing.
    private const int MostWarming = 16;
    private const int EnoughWarming = 4;
    private const double WarmSeconds = 1;
    private const double Cheaper = 0.93;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(8);

    private readonly int _self = Environment.ProcessId;

    /// <summary>Keeps a proxy busy until it gets no cheaper: its code is compiled anew for a while, and that is in no figure.</summary>
    /// <param name="target">That has just begun.</param>
    /// <param name="stages">What it is for: each way that is of its own is gone for a moment.</param>
    public void Warm(Target target, IEnumerable<Stage> stages)
    {
        Stage[] kinds = [new("warm", "", StageKind.Whole), new("warm", "", StageKind.Stream) { Events = 200 }];
        double[] least = [double.PositiveInfinity, double.PositiveInfinity];
        for (int idle = 0, tried = 0; tried < MostWarming && idle < EnoughWarming; tried++)
        {
            double[] now = [.. kinds.Select(kind => Measure(kind with { Warm = 0, Length = WarmSeconds / seconds }, target).Cpu)];
            idle = now.Zip(least).Any(static cost => cost.First < Cheaper * cost.Second) ? 0 : idle + 1;
            least = [.. now.Zip(least, Math.Min)];
            if (target.Process is null) return;
        }

        foreach (var stage in stages.Where(static stage => stage is { Interval: 0, Rate: 0, Kind: not StageKind.Memory }))
        {
            Measure(stage with { Warm = 0, Length = WarmSeconds / seconds }, target);
        }
    }

    public StageFigures Measure(Stage stage, Target target)
    {
        bool isGateway = target.Name == Target.Gantry;
        provider.Script = new Script(stage.Events, (long)(stage.Interval * 1e6));
        byte[] request = WireRequest.Of(stage.Dialect, target.Port, GatewayFile.Key, isGateway ? stage.Model : "provider-model", stage.Events > 0, stage.BodyBytes);
        Settle(target);
        int process = target.Process?.Id ?? 0;
        double residentBefore = process > 0 ? ProcessFigures.Resident(process) : double.NaN;
        if (process > 0) ProcessFigures.ForgetPeak(process);
        double cpu = 0, own = 0, machine = 0, resident = double.NaN;
        using var client = new LoadClient(loop, provider, target.Port, request, Term(stage.Client));
        var figures = client.Run(
            new LoadShape
            {
                Connections = stage.Connections,
                Rate = stage.Rate,
                Stamps = Math.Max(1, stage.Events),
                Ramp = (long)(stage.Ramp * Second),
                Warm = (long)((stage.Ramp + stage.Warm) * Second),
                Window = (long)(seconds * stage.Length * Second),
                Patience = 5 * (long)Second + 20_000_000L * stage.Interval,
            },
            () => (cpu, own, machine) = (-Cpu(process), -Cpu(_self), -ProcessFigures.MachineCpu()),
            () =>
            {
                (cpu, own, machine) = (cpu + Cpu(process), own + Cpu(_self), machine + ProcessFigures.MachineCpu());
                resident = process > 0 ? ProcessFigures.Resident(process) : double.NaN;
            });
        double units = stage.Events > 0 ? figures.Stamps : figures.Answers;
        var times = stage.Events > 0 ? figures.Transit : figures.Times;
        return new StageFigures
        {
            PerSecond = units / figures.Seconds,
            Cpu = process > 0 && units > 0 ? cpu * 1e6 / units : double.NaN,
            CoresUsed = process > 0 ? cpu / figures.Seconds : double.NaN,
            P50 = times.Percentile(0.5) / 1e6,
            P99 = times.Percentile(0.99) / 1e6,
            First50 = figures.First.Percentile(0.5) / 1e6,
            First99 = figures.First.Percentile(0.99) / 1e6,
            Peak = process > 0 ? ProcessFigures.Peak(process) / Mebibyte : double.NaN,
            PerStream = (resident - residentBefore) / 1024 / stage.Connections,
            Failed = figures.Failed + (units == 0 ? 1 : 0),
            Fault = figures.Fault ?? (units == 0 ? "Nothing was answered." : null),
            // Who shares this process's core takes from the load, whoever shares the other from the proxy.
            Others = Math.Max(0, (machine - own - cpu) / figures.Seconds),
        };
    }

    // What was under way when the last stage ended is given up by its proxy first.
    private void Settle(Target target)
    {
        long since = Stopwatch.GetTimestamp();
        do
        {
            double before = Cpu(target.Process?.Id ?? 0);
            long begin = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begin) < Glance)
            {
                provider.Pump();
                loop.Turn(Math.Min(provider.NextDue - Stopwatch.GetTimestamp(), 20_000_000));
            }

            if (provider.Running == 0 && Cpu(target.Process?.Id ?? 0) - before <= Rest * Glance.TotalSeconds) return;
        }
        while (Stopwatch.GetElapsedTime(since) < LongestRest);
    }

    private static double Cpu(int process) => process > 0 ? ProcessFigures.Cpu(process) : 0;

    /// <summary>What the end of a stream says to a client.</summary>
    public static byte[] Term(Protocol client) => client switch
    {
        Protocol.Chat => "[DONE]"u8.ToArray(),
        Protocol.Messages => "message_stop"u8.ToArray(),
        Protocol.Responses => "response.completed"u8.ToArray(),
        _ => "STOP"u8.ToArray(),
    };
}
