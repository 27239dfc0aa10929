using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Hub;

public sealed class StreamTests
{
    [Fact]
    public void Loose_pieces_become_blocks_that_open_grow_and_close()
    {
        var answer = Track(tracker =>
        {
            tracker.Start("id", "model");
            tracker.Grow(BlockKind.Reasoning, "\"let me \""u8, isSummary: true);
            tracker.Grow(BlockKind.Reasoning, "\"think\""u8, isSummary: true);
            tracker.Seal(ReasoningSealKind.Signature, "\"sig\""u8);
            tracker.Grow(BlockKind.Text, "\"Hello\""u8);
            tracker.OpenTool(0, BlockKind.ToolCall, "a", "one");
            tracker.OpenTool(1, BlockKind.ToolCall, "b", "two");
            tracker.GrowTool(1, BlockKind.ToolCall, "\"{\\\"y\\\":\""u8);
            tracker.GrowTool(0, BlockKind.ToolCall, "\"{}\""u8);
            tracker.GrowTool(1, BlockKind.ToolCall, "\"2}\""u8);
            tracker.CloseAll();
        });

        Assert.Equal(
            ["reasoning:let me think:sig", "text:Hello", "tool:a:one:{}", "tool:b:two:{\"y\":2}"],
            answer.Parts.Select(Describe));
    }

    [Fact]
    public void Text_after_a_call_is_a_block_of_its_own()
    {
        var answer = Track(tracker =>
        {
            tracker.Start(null, null);
            tracker.Grow(BlockKind.Text, "\"before\""u8);
            tracker.OpenTool(7, BlockKind.CustomToolCall, "c", "patch");
            tracker.Grow(BlockKind.Text, "\"after\""u8);
            tracker.GrowTool(7, BlockKind.CustomToolCall, "\"*** Begin\""u8);
            tracker.CloseAll();
        });

        Assert.Equal(["text:before", "tool:c:patch:*** Begin", "text:after"], answer.Parts.Select(Describe));
    }

    [Fact]
    public void Empty_pieces_open_nothing()
    {
        var answer = Track(tracker =>
        {
            tracker.Start(null, null);
            tracker.Grow(BlockKind.Text, "\"\""u8);
            tracker.CloseAll();
            Assert.False(tracker.HasContent);
        });

        Assert.Empty(answer.Parts);
    }

    [Fact]
    public void Any_order_of_pieces_keeps_the_grammar_and_every_text() =>
        Prop.ForAll(Pieces(), pieces =>
        {
            var texts = new Dictionary<int, StringBuilder>();
            var answer = Track(tracker =>
            {
                tracker.Start("id", "model");
                foreach (var (key, text) in pieces)
                {
                    Play(tracker, key, JsonText.From(text));
                    if (text.Length > 0) (texts.TryGetValue(key, out var sum) ? sum : texts[key] = new StringBuilder()).Append(text);
                }

                tracker.CloseAll();
            });

            string Joined(int key) => string.Concat(answer.Parts.Where(part => Key(part) == key).Select(TextOf));
            return texts.All(pair => Joined(pair.Key) == pair.Value.ToString());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Replayed_answer_accumulates_to_itself() =>
        Prop.ForAll(Pieces(), pieces =>
        {
            var first = Track(tracker =>
            {
                tracker.Start("id", "model");
                foreach (var (key, text) in pieces) Play(tracker, key, JsonText.From(text));
                tracker.CloseAll();
            });
            var accumulator = new AnswerAccumulator();
            AnswerReplay.Replay(first, new StreamGrammar(accumulator));

            return accumulator.Complete && accumulator.ToAnswer().Parts.Select(Describe).SequenceEqual(first.Parts.Select(Describe));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(StreamEventKind.Opened)]
    [InlineData(StreamEventKind.Stopped)]
    [InlineData(StreamEventKind.Usage)]
    public void Stream_that_has_not_started_takes_nothing(StreamEventKind kind) =>
        Assert.Throws<InvalidOperationException>(() => new StreamGrammar(new AnswerAccumulator()).Take(new StreamEvent { Kind = kind }));

    [Fact]
    public void Open_block_keeps_the_stream_from_stopping()
    {
        var grammar = new StreamGrammar(new AnswerAccumulator());
        grammar.Take(new StreamEvent { Kind = StreamEventKind.Started });
        grammar.Take(new StreamEvent { Kind = StreamEventKind.Opened, BlockKind = BlockKind.Text });

        Assert.Throws<InvalidOperationException>(() => grammar.Take(new StreamEvent { Kind = StreamEventKind.Stopped }));
        grammar.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = new GatewayError(ErrorKind.BadUpstream, ErrorOrigin.Upstream, "broke off") });
        Assert.True(grammar.Ended);
    }

    private static Arbitrary<(int Key, string Text)[]> Pieces() =>
        Gen.Choose(-2, 3)
            .SelectMany(key => Gen.Elements("", "a", "\"q\"", "ü😀", "{\"k\":1}").Select(text => (key, text)))
            .ArrayOf()
            .ToArbitrary();

    // Keys below zero speak, the others call tools.
    private static void Play(BlockTracker tracker, int key, JsonText text)
    {
        if (key < 0)
        {
            tracker.Grow(key == -1 ? BlockKind.Text : BlockKind.Reasoning, text.Token);
            return;
        }

        if (!tracker.HasTool(key)) tracker.OpenTool(key, BlockKind.ToolCall, $"id{key}", "tool");
        tracker.GrowTool(key, BlockKind.ToolCall, text.Token);
    }

    private static ChatAnswer Track(Action<BlockTracker> play)
    {
        var accumulator = new AnswerAccumulator();
        var grammar = new StreamGrammar(accumulator);
        play(new BlockTracker(grammar));
        grammar.Take(new StreamEvent { Kind = StreamEventKind.Stopped });
        return accumulator.ToAnswer();
    }

    private static int Key(Part part) => part switch
    {
        TextPart => -1,
        ReasoningPart => -2,
        ToolCallPart call => int.Parse(call.Id.AsSpan(2)),
        _ => int.MaxValue,
    };

    private static string TextOf(Part part) => part switch
    {
        TextPart text => text.Text.ToString(),
        ReasoningPart reasoning => reasoning.Text.ToString(),
        ToolCallPart call => call.ArgumentsText.ToString()!,
        _ => "",
    };

    private static string Describe(Part part) => part switch
    {
        TextPart text => $"text:{text.Text}",
        ReasoningPart reasoning => $"reasoning:{reasoning.Text}:{reasoning.Seal?.Data}",
        ToolCallPart call => $"tool:{call.Id}:{call.Name}:{call.ArgumentsText}",
        _ => part.ToString(),
    };
}
