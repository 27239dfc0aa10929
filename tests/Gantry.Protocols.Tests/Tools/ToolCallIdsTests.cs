using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;
using Xunit;

namespace Gantry.Protocols.Tests.Tools;

public sealed class ToolCallIdsTests
{
    [Fact]
    [Trait("Case", "H/200")]
    public void Id_too_long_for_chat_is_hashed()
    {
        string id = "fc_0f0e50" + new string('a', 44);
        Assert.Equal("call_" + ShortHash.Of(id, 30), ToolCallIds.Wire(id, Protocol.Chat));
        Assert.Equal(35, ToolCallIds.Wire(id, Protocol.Chat).Length);
        Assert.Equal(id, ToolCallIds.Wire(id, Protocol.Responses));
    }

    [Theory]
    [Trait("Case", "H/201")]
    [InlineData(86)]
    [InlineData(1_324)]
    public void Id_too_long_for_responses_is_hashed(int length) =>
        Assert.Matches("^call_[0-9a-f]{30}$", ToolCallIds.Wire(new string('a', length), Protocol.Responses));

    [Fact]
    [Trait("Case", "H/202")]
    public void Long_ids_that_begin_alike_stay_apart()
    {
        string start = new('a', 64);
        Assert.NotEqual(ToolCallIds.Wire(start + "1", Protocol.Responses), ToolCallIds.Wire(start + "2", Protocol.Responses));
    }

    [Fact]
    [Trait("Case", "H/203")]
    public void Illegal_characters_are_hashed_where_they_are_illegal()
    {
        Assert.Matches("^[a-zA-Z0-9_-]+$", ToolCallIds.Wire("functions.read:0", Protocol.Messages));
        Assert.Matches("^[a-zA-Z0-9_-]+$", ToolCallIds.Wire("functions.read:0", Protocol.Converse));
        Assert.Equal("functions.read:0", ToolCallIds.Wire("functions.read:0", Protocol.Chat));
        Assert.NotEqual(ToolCallIds.Wire("functions.read:0", Protocol.Messages), ToolCallIds.Wire("functions.read:1", Protocol.Messages));
    }

    [Fact]
    public void Id_on_the_wire_stays_when_sent_again() =>
        Prop.ForAll(Gen.Elements("", "call_1", "a b", "é", new string('x', 41), new string('y', 65)).ToArbitrary(), id =>
        {
            foreach (var target in Enum.GetValues<Protocol>())
            {
                string wire = ToolCallIds.Wire(id, target);
                Assert.NotEmpty(wire);
                Assert.Equal(wire, ToolCallIds.Wire(wire, target));
            }
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Synthesized_id_depends_on_place_and_content_but_not_on_spaces()
    {
        string id = ToolCallIds.Synthesize(2, 0, "read", Json("""{"a":1}"""));
        Assert.Matches("^call_[0-9a-f]{30}$", id);
        Assert.Equal(id, ToolCallIds.Synthesize(2, 0, "read", Json("""{ "a" : 1 }""")));
        Assert.Distinct([
            id, ToolCallIds.Synthesize(3, 0, "read", Json("""{"a":1}""")), ToolCallIds.Synthesize(2, 1, "read", Json("""{"a":1}""")),
            ToolCallIds.Synthesize(2, 0, "write", Json("""{"a":1}""")), ToolCallIds.Synthesize(2, 0, "read", Json("""{"a":2}""")), ToolCallIds.Synthesize(2, 0, "read"),
        ]);
    }

    [Theory]
    [Trait("Case", "H/201")]
    [InlineData("call_1__thought__QUJD", "call_1")]
    [InlineData("call_1", "call_1")]
    [InlineData("__thought__QUJD", "__thought__QUJD")]
    public void Foreign_suffix_is_stripped(string id, string expected) => Assert.Equal(expected, ToolCallIds.StripForeign(id));

    [Fact]
    [Trait("Case", "H/205")]
    public void Id_of_an_earlier_turn_is_replaced_for_the_client()
    {
        var ids = new ClientCallIds(["call_0"], turn: 3);
        string first = ids.Next("call_0", "read");
        Assert.Equal(ToolCallIds.Replace("call_0", 3, 0), first);
        Assert.Equal("call_1", ids.Next("call_1", "read"));
        Assert.Distinct(["call_0", first, ids.Next("call_0", "read"), ids.Next("call_1", "read"), ids.Next("", "read"), ids.Next(null, "read")]);
        Assert.Equal(first, new ClientCallIds(["call_0"], turn: 3).Next("call_0", "read"));
    }

    [Fact]
    [Trait("Case", "H/206")]
    public void Duplicate_ids_of_one_turn_are_told_apart_and_results_pair_by_position()
    {
        var ids = new HistoryCallIds();
        ids.BeginTurn();
        Assert.Equal("call_x", ids.Call("call_x"));
        Assert.Equal("call_x_2", ids.Call("call_x"));
        Assert.Equal("call_x_3", ids.Call("call_x"));
        Assert.Equal(["call_x", "call_x_2", "call_x_3", "call_x_3"], [ids.Result("call_x"), ids.Result("call_x"), ids.Result("call_x"), ids.Result("call_x")]);
        Assert.Equal("gone", ids.Result("gone"));
    }

    [Fact]
    [Trait("Case", "H/205")]
    public void Result_belongs_to_the_call_of_its_turn()
    {
        var ids = new HistoryCallIds();
        ids.BeginTurn();
        ids.Call("call_0");
        ids.BeginTurn();
        Assert.Equal("call_0_2", ids.Call("call_0"));
        Assert.Equal("call_0_2", ids.Result("call_0"));
    }

    [Fact]
    public void Suffixed_id_takes_no_id_of_somebody_else()
    {
        var ids = new HistoryCallIds();
        ids.BeginTurn();
        Assert.Distinct([ids.Call("a_2"), ids.Call("a"), ids.Call("a"), ids.Call("a_2")]);
    }

    private static JsonSlice Json(string json) => new(Encoding.UTF8.GetBytes(json));
}
