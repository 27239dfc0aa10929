using System.Text;
using System.Text.Json;
using Gantry.Relay.State;
using Xunit;

namespace Gantry.Tests.Relay.State;

public sealed class TranscriptTests
{
    private const string User = """{"role":"user","content":"hi \u00e9"}""";

    [Fact]
    public void Text_is_one_message_of_the_user() =>
        Assert.Equal("""[{"type":"message","role":"user","content":[{"type":"input_text","text":"a\/b"}]}]""", Joined("\"a\\/b\"", "[]"));

    [Fact]
    public void Items_are_kept_byte_for_byte() =>
        Assert.Equal("""[{"role":"user","content":"hi \u00e9"},{ "type":"x", "n": 1.0 }]""", Joined($"[ {User} ]", """[{ "type":"x", "n": 1.0 } ]"""));

    [Fact]
    [Trait("Case", "291")]
    public void Item_said_again_under_its_id_stands_once() =>
        Assert.Equal("""[{"type":"message","id":"msg_1"},{"type":"x"}]""", Joined("""[{"type":"message","id":"msg_1"}]""", """[{"type":"message","id":"msg_1"},{"type":"x"}]"""));

    [Fact]
    [Trait("Case", "291")]
    [Trait("Case", "214")]
    public void Call_that_a_result_refers_to_is_kept_when_its_id_stands_twice()
    {
        const string unanswered = """{"type":"function_call","id":"fc_1","call_id":"call_a","name":"f","arguments":"{}"}""";
        const string answered = """{"type":"function_call","id":"fc_1","call_id":"call_b","name":"f","arguments":"{}"}""";
        const string result = """{"type":"function_call_output","call_id":"call_b","output":"1"}""";
        Assert.Equal($"[{answered},{result}]", Joined($"[{unanswered}]", $"[{answered},{result}]"));
        Assert.Equal($"[{answered},{result}]", Joined($"[{answered}]", $"[{unanswered},{result}]"));
    }

    [Fact]
    [Trait("Case", "214")]
    public void Both_calls_of_one_id_are_kept_where_results_refer_to_both()
    {
        const string calls = """{"type":"function_call","id":"fc_1","call_id":"call_a"},{"type":"function_call","id":"fc_1","call_id":"call_b"}""";
        const string results = """{"type":"function_call_output","call_id":"call_a"},{"type":"function_call_output","call_id":"call_b"}""";
        Assert.Equal($$"""[{"type":"function_call","id":"fc_1","call_id":"call_a"},{"type":"function_call","call_id":"call_b"},{{results}}]""", Joined($"[{calls}]", $"[{results}]"));
    }

    [Fact]
    [Trait("Case", "290")]
    public void Trigger_that_has_done_its_work_is_gone()
    {
        const string trigger = """{"type":"compaction_trigger"}""";
        Assert.Equal($$"""[{{User}},{"type":"compaction","id":"cmp_1"},{{User}}]""", Joined($$"""[{{User}},{{trigger}},{"type":"compaction","id":"cmp_1"}]""", $"[{User}]"));
        Assert.Equal($"[{User},{trigger}]", Joined($"[{User}]", $"[{trigger}]"));
    }

    [Fact]
    public void Seal_of_ours_opens_to_its_summary_and_no_other_does()
    {
        var sealedItem = TranscriptItem.Read(CompactionAnswer.Item("Höhe: \"3\" \ud83d\ude00", "req_1"));
        Assert.Contains("Höhe: \"3\" 😀", JsonElement.Parse(CompactionSeal.Open(sealedItem).Json.Span).GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(sealedItem.Json.Span.IndexOf(CompactionSeal.Prefix) > 0);
        foreach (var foreign in new[] { "", "gAAAAAB", "Z3djMQAA", "Z3djMQAAAAAAAAAA" })
        {
            var item = TranscriptItem.Read(Encoding.UTF8.GetBytes($$"""{"type":"compaction","encrypted_content":"{{foreign}}"}"""));
            Assert.Equal(item, CompactionSeal.Open(item));
        }
    }

    [Fact]
    public void Summary_leaves_out_what_it_sums_up_but_no_call_whose_result_follows()
    {
        var (old, now) = (CompactionAnswer.Item("old", "req_1"), CompactionAnswer.Item("now", "req_2"));
        var items = Transcript.Read(Encoding.UTF8.GetBytes($$"""
            [{{User}},{{Encoding.UTF8.GetString(old)}},{"role":"assistant","content":"a"},{"type":"function_call","call_id":"call_1"},{"type":"function_call_output","call_id":"call_1"},
             {"type":"function_call","call_id":"call_2"},{{Encoding.UTF8.GetString(now)}},{"type":"function_call_output","call_id":"call_2"}]
            """));
        var expanded = CompactionSeal.Expand(items);
        Assert.Equal(["user", "call_2", "user", "call_2"], expanded.Select(item => item.Role ?? item.CallId));
        Assert.EndsWith("now\"}]}", Encoding.UTF8.GetString(expanded[2].Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Joined_again_nothing_changes_and_every_result_keeps_its_call()
    {
        var random = new Random(7);
        for (var run = 0; run < 2000; run++)
        {
            var (earlier, later) = (Items(), Items());
            var joined = Joined(earlier, later);
            Assert.Equal(joined, Joined(joined, "[]"));
            Assert.Equal(joined, Joined("[]", joined));
            var items = Transcript.Read(Encoding.UTF8.GetBytes(joined));
            var before = Transcript.Read(Encoding.UTF8.GetBytes(earlier)).Concat(Transcript.Read(Encoding.UTF8.GetBytes(later))).ToList();
            foreach (var result in items.Where(item => item.IsOutput && before.Any(call => call.IsCall && call.CallId == item.CallId)))
            {
                Assert.Contains(items, item => item.IsCall && item.CallId == result.CallId);
            }
        }

        string Items() => "[" + string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(5) switch
        {
            0 => """{"type":"compaction_trigger"}""",
            1 => $$"""{"type":"message","id":"msg_{{random.Next(2)}}","role":"user"}""",
            2 => $$"""{"type":"function_call_output","call_id":"call_{{random.Next(3)}}"}""",
            3 => """{"role":"user","content":"x"}""",
            _ => $$"""{"type":"function_call","id":"fc_{{random.Next(2)}}","call_id":"call_{{random.Next(3)}}"}""",
        })) + "]";
    }

    private static string Joined(string earlier, string later) =>
        Encoding.UTF8.GetString(Transcript.Write(Transcript.Join(Transcript.Read(Encoding.UTF8.GetBytes(earlier)), Transcript.Read(Encoding.UTF8.GetBytes(later)))));
}
