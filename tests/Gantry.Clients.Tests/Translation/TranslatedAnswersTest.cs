using System.Text;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Clients.Tests.Translation;

/// <summary>Every recorded answer, translated to each other protocol that clients speak, is read by that protocol's official SDK.</summary>
public sealed class TranslatedAnswersTest(ITestOutputHelper output)
{
    private static readonly Protocol[] Clients = [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini];

    [Fact]
    [Trait("Case", "32")]
    [Trait("Case", "40")]
    [Trait("Case", "61")]
    [Trait("Case", "65")]
    public async Task Every_recorded_answer_says_the_same_through_the_SDK_of_every_other_protocol()
    {
        var cases = Cases().ToList();
        Compare(cases, await NodeMatrix.ReadAsync(Served(cases)));
    }

    [Fact]
    public async Task Every_recorded_answer_says_the_same_through_the_SDKs_of_NuGet()
    {
        var cases = Cases().Where(served => served.Client != Protocol.Gemini).ToList();
        Compare(cases, await NugetMatrix.ReadAsync(Served(cases)));
    }

    private static IReadOnlyList<(Protocol Client, bool Stream, ServedAnswer Served)> Served(List<AnswerCase> cases) =>
        [.. cases.Select(served => (served.Client, served.Stream, served.Served))];

    private void Compare(List<AnswerCase> cases, IReadOnlyList<SdkReading> readings)
    {
        var faults = new StringBuilder();
        int different = 0;
        foreach (var (served, shown) in cases.Zip(readings))
        {
            var found = AnswerComparison.Faults(served, shown).ToList();
            if (found.Count == 0) continue;
            different++;
            faults.Append(served).Append("  lost: ").AppendJoin(',', served.Losses.Select(loss => loss.Token)).AppendLine();
            foreach (string fault in found) faults.Append("    ").AppendLine(fault);
        }

        output.WriteLine($"{cases.Count} translated answers, {different} differ; {Count(cases, said => said.Parts.OfType<ToolCallPart>().Any())} call tools, "
            + $"{Count(cases, said => said.Parts.OfType<ReasoningPart>().Any())} think, {Count(cases, said => said.Usage is not null)} count, {cases.Count(served => served.Error is not null)} fail");
        foreach (var named in cases.SelectMany(served => served.Losses.Select(loss => $"{served.Recording.Protocol} -> {served.Client}: {loss.Token}")).CountBy(name => name).OrderBy(named => named.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{named.Value} x {named.Key}");
        }

        Assert.True(different == 0, faults.ToString());
    }

    private static int Count(IEnumerable<AnswerCase> cases, Func<ChatAnswer, bool> holds) => cases.Count(served => holds(served.Said));

    private static IEnumerable<AnswerCase> Cases() =>
        from recording in SharedData.Recordings()
        where recording.Status < 300
        from client in Clients
        where client != recording.Protocol
        from stream in (bool[])[false, true]
        select AnswerTranslator.Translate(recording, client, stream);
}
