using Gantry.Bench.Wire;

namespace Gantry.Bench.EndToEnd;

/// <summary>Tries the rig itself before it measures: it has to count whatever a provider does wrong, and nothing else.</summary>
internal static class RigCheck
{
    private const int Answers = 20;
    private const int Events = 40;

    /// <exception cref="InvalidOperationException">It does not: no figure of it would say anything.</exception>
    public static void Run(WireLoop loop, ScriptedProvider provider)
    {
        foreach (var dialect in Dialect.All)
        {
            foreach (var fault in Enum.GetValues<ScriptFault>())
            {
                Try(loop, provider, dialect, new Script(Events, Fault: fault));
                if (fault is ScriptFault.None or ScriptFault.Refuses) Try(loop, provider, dialect, new Script(Fault: fault));
            }
        }

        var times = new Histogram();
        for (int time = 1; time <= 1_000; time++) times.Add(time * 1_000L);
        if (times.Percentile(0.5) is < 500_000 or > 508_000 || times.Percentile(0.99) is < 990_000 or > 1_006_000) throw new InvalidOperationException("The rig does not count times as it should.");
    }

    private static void Try(WireLoop loop, ScriptedProvider provider, Dialect dialect, Script script)
    {
        provider.Script = script;
        byte[] request = WireRequest.Of(dialect, provider.Port, "key", "model", script.Events > 0, WireRequest.Short);
        using var client = new LoadClient(loop, provider, provider.Port, request, StageRunner.Term(dialect.Protocol));
        var figures = client.Run(new LoadShape { Connections = 2, Stamps = Math.Max(1, script.Events), Answers = Answers, Window = 5_000_000_000 });
        bool isWrong = script.Fault != ScriptFault.None;
        if (figures.Answers + figures.Failed < Answers || (isWrong ? figures.Answers > 0 : figures.Failed > 0))
        {
            throw new InvalidOperationException($"The rig is wrong about {dialect.Name}, {script}: {figures.Answers} answers, {figures.Failed} failed ({figures.Fault}).");
        }
    }
}
