using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Gantry.Bench.BytePaths;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;

namespace Gantry.Bench;

/// <summary>What each step of translating the long request costs: reading, every pass, writing.</summary>
internal static class StepTable
{
    private const int Rounds = 400;

    public static async Task<int> RunAsync(string client, string spoken, TextWriter output)
    {
        var (from, to) = (Enum.Parse<Protocol>(client, ignoreCase: true), Enum.Parse<Protocol>(spoken, ignoreCase: true));
        byte[] body = AgentBodies.Of(from);
        var target = new ArrayBufferWriter<byte>(2 * body.Length);
        var steps = new List<(string Name, long Bytes, long Ticks)>();
        await WarmUp.RunAsync(() => Once(from, to, body, target, steps));
        steps.Clear();
        for (int i = 0; i < Rounds; i++) Once(from, to, body, target, steps);
        await output.WriteLineAsync($"{"step",-24} {"B",10} {"us (least)",12} {"us (median)",12}");
        var sums = steps.GroupBy(step => step.Name).Select(of => (of.Key, Bytes: of.Sum(step => step.Bytes) / Rounds, Least: Microseconds(of.Min(step => step.Ticks)), Median: Median([.. of.Select(step => step.Ticks)]))).ToList();
        foreach (var (name, bytes, least, median) in sums) await output.WriteLineAsync($"{name,-24} {bytes,10} {least,12:f1} {median,12:f1}");
        await output.WriteLineAsync($"{"all",-24} {sums.Sum(sum => sum.Bytes),10} {sums.Sum(sum => sum.Least),12:f1} {sums.Sum(sum => sum.Median),12:f1}");
        return 0;
    }

    private static void Once(Protocol from, Protocol to, byte[] body, ArrayBufferWriter<byte> output, List<(string, long, long)> steps)
    {
        output.ResetWrittenCount();
        var losses = new LossLog();
        var (begin, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        var request = ChatCodecs.For(from).ReadRequest(body, new ChatCall("public-model", true));
        Note("read");
        var passes = TranslationPasses.For(new FitScope(TranslationPaths.Source(from), TranslationPaths.Target(to), request, losses));
        Note("passes made");
        foreach (var pass in passes)
        {
            request = pass.Fit(request);
            Note(pass.GetType().Name);
        }

        using (var json = new Utf8JsonWriter(output, WireJson.Options)) ChatCodecs.For(to).WriteRequest(request, json, losses);
        Note("write");

        void Note(string name)
        {
            var (now, bytes) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            steps.Add((name, bytes - allocated, now - begin));
            (begin, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        }
    }

    private static double Median(long[] ticks)
    {
        Array.Sort(ticks);
        return Microseconds(ticks[ticks.Length / 2]);
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
