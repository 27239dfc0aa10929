using Gantry.Protocols.Hub;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Parity;

/// <summary>Whole answers and streams say the same, in every dialect, of everything that was ever recorded.</summary>
public sealed class AnswerParityTests
{
    [Fact]
    public void Replayed_and_gathered_an_answer_is_itself()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        int count = 0;
        foreach (var (name, _, answer) in AnswerSamples.All())
        {
            count++;
            var again = new AnswerAccumulator();
            AnswerReplay.Replay(answer, new StreamGrammar(again));
            Assert.Equal(name + SaidAnswer.Exactly(answer), name + SaidAnswer.Exactly(again.ToAnswer()));
        }

        Assert.True(count > 200, $"only {count} answers");
    }

    [Fact]
    public void Told_in_any_dialect_whole_and_stream_say_and_lose_the_same()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var faults = new List<string>();
        foreach (var (name, source, answer) in AnswerSamples.All())
        {
            foreach (var client in AnswerSamples.Codecs)
            {
                LossLog ofWhole = new(), ofStream = new();
                var whole = client.ReadAnswer(AnswerSamples.WriteWhole(client, answer, ofWhole));
                var stream = AnswerSamples.ReadStream(client, AnswerSamples.WriteStream(client, answer, ofStream));
                if (client.Protocol == Protocol.Responses && answer.StopReason == StopReason.PromptBlocked)
                {
                    // A failed response, of which no more is read than that.
                    if (stream.Error is null) faults.Add($"{name} {client.Protocol}: the blocked prompt is no failure");
                    continue;
                }

                if (stream.Error is { } error) faults.Add($"{name} {client.Protocol}: {error.Message}");
                if (SaidAnswer.ByKind(whole) != SaidAnswer.ByKind(stream)) faults.Add($"{name} {client.Protocol}\n  whole  {SaidAnswer.ByKind(whole)}\n  stream {SaidAnswer.ByKind(stream)}");
                if (Tokens(ofWhole) != Tokens(ofStream)) faults.Add($"{name} {client.Protocol} lost\n  whole  {Tokens(ofWhole)}\n  stream {Tokens(ofStream)}");
                Account(name, source, client, answer, whole, ofWhole, faults);
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count}\n" + string.Join("\n", faults.Take(20)));
    }

    // What is not said has been noted.
    private static void Account(string name, IChatCodec source, IChatCodec client, ChatAnswer answer, ChatAnswer told, LossLog losses, List<string> faults)
    {
        foreach (var foreign in answer.Parts.OfType<ForeignPart>())
        {
            bool isTold = told.Parts.OfType<ForeignPart>().Any(part => part.Type == foreign.Type);
            if (!isTold && !losses.Losses.Any(loss => loss.Token == "part_dropped:" + foreign.Type)) faults.Add($"{name} {client.Protocol}: {foreign.Type} is lost silently");
        }

        int cited = Sources(answer), citedThen = Sources(told);
        bool isNoted = losses.Losses.Any(loss => loss.Token == "citations_coarse");
        if (cited > 0 && citedThen == 0 && !isNoted) faults.Add($"{name} {client.Protocol}: sources are lost silently");
        if (client.Protocol == source.Protocol && isNoted) faults.Add($"{name}: sources are lost in their own dialect");
        int media = answer.Parts.OfType<MediaPart>().Count();
        bool isDropped = losses.Losses.Any(loss => loss.Token.StartsWith("part_dropped:", StringComparison.Ordinal));
        if (told.Parts.OfType<MediaPart>().Count() < media && !isDropped) faults.Add($"{name} {client.Protocol}: media is lost silently");
    }

    private static int Sources(ChatAnswer answer) => answer.Parts.OfType<TextPart>().Count(text => !text.Citations.IsAbsent);

    private static string Tokens(LossLog losses) => string.Join(',', losses.ToString().Split(',').Order(StringComparer.Ordinal));
}
