using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Tools;
using Xunit;

namespace Gantry.Protocols.Tests.Tools;

public sealed class ToolNameMapTests
{
    private static readonly Protocol[] Targets = Enum.GetValues<Protocol>();

    [Fact]
    public void Legal_names_stay()
    {
        var map = Map(Protocol.Chat, "read_file", "mcp__server__tool-1", new string('a', 64));
        Assert.True(map.IsIdentity);
        Assert.Equal("read_file", map.Wire("read_file"));
    }

    [Fact]
    [Trait("Case", "G/190")]
    public void Name_that_is_too_long_or_has_dots_is_made_legal_and_comes_back()
    {
        string name = "mcp__very.long" + new string('x', 66);
        var map = Map(Protocol.Chat, name, "a/b c");
        Assert.Equal("mcp__very_long" + new string('x', 41) + "_" + ShortHash.Of(name, 8), map.Wire(name));
        Assert.Equal(64, map.Wire(name).Length);
        Assert.Equal("a_b_c", map.Wire("a/b c"));
        Assert.Equal(new ToolName(name), map.Original(map.Wire(name)));
        Assert.Equal(new ToolName("a/b c"), map.Original("a_b_c"));
    }

    [Fact]
    [Trait("Case", "G/191")]
    public void Of_names_that_collide_the_legal_one_stays()
    {
        var map = Map(Protocol.Chat, "a.b", "a_b", "a b");
        Assert.Equal("a_b", map.Wire("a_b"));
        Assert.Equal("a_b_" + ShortHash.Of("a.b", 8), map.Wire("a.b"));
        Assert.Equal("a_b_" + ShortHash.Of("a b", 8), map.Wire("a b"));
        Assert.Equal("a.b", map.Original(map.Wire("a.b")).Name);
    }

    [Fact]
    [Trait("Case", "G/191")]
    public void Altered_names_that_collide_are_all_hashed_in_any_order()
    {
        var one = Map(Protocol.Chat, "a.b", "a b");
        var other = Map(Protocol.Chat, "a b", "a.b");
        Assert.Equal(one.Wire("a.b"), other.Wire("a.b"));
        Assert.Equal("a_b_" + ShortHash.Of("a b", 8), other.Wire("a b"));
    }

    [Fact]
    public void Legal_name_that_looks_like_a_hashed_one_keeps_it()
    {
        string hashed = "a_b_" + ShortHash.Of("a.b", 8);
        var map = Map(Protocol.Chat, "a.b", "a_b", hashed);
        Assert.Equal(hashed, map.Wire(hashed));
        Assert.Equal("a.b", map.Original(map.Wire("a.b")).Name);
    }

    [Fact]
    public void Gemini_allows_dots_and_wants_a_letter_first()
    {
        var map = Map(Protocol.Gemini, "a.b:c", "1st", "-x");
        Assert.Equal("a.b:c", map.Wire("a.b:c"));
        Assert.Equal("_1st", map.Wire("1st"));
        Assert.Equal("_-x", map.Wire("-x"));
    }

    [Fact]
    public void Namespaces_are_flattened_and_split_back()
    {
        var tool = new ToolName("search", "docs");
        var map = ToolNameMap.Create([tool, new ToolName("search")], Protocol.Chat);
        Assert.Equal("docs__search", map.Wire(tool));
        Assert.Equal(tool, map.Original("docs__search"));
        Assert.Equal(new ToolName("search"), map.Original("search"));
    }

    [Fact]
    public void Namespaces_with_one_flat_form_stay_apart()
    {
        ToolName[] tools = [new("b__c", "a"), new("c", "a__b"), new("a__b__c")];
        var map = ToolNameMap.Create(tools, Protocol.Messages);
        Assert.Equal("a__b__c", map.Wire(tools[2]));
        Assert.Equal(tools, tools.Select(tool => map.Original(map.Wire(tool))));
    }

    [Fact]
    public void Unknown_name_of_the_model_passes() => Assert.Equal(new ToolName("docs__made.up"), Map(Protocol.Chat, "x").Original("docs__made.up"));

    [Fact]
    public void Name_outside_the_request_is_made_legal_and_takes_nobodys_place()
    {
        var map = Map(Protocol.Chat, "a_b");
        Assert.Equal("x_y", map.Wire("x.y"));
        Assert.NotEqual("a_b", map.Wire("a.b"));
    }

    [Fact]
    public void Any_names_map_to_legal_ones_and_back() =>
        Prop.ForAll(
            (from names in Gen.OneOf(Gen.Elements("a.b", "a_b", "", "1", "ü", "a b", "x:y", "n__a"), Gen.Choose(50, 70).Select(n => new string('z', n) + "."), Gen.Choose(60, 70).Select(n => new string('z', n))).ListOf()
             from spaces in Gen.Elements(null, "n", "a.b").ListOf()
             select names.Zip(spaces, (name, space) => new ToolName(name, space)).Distinct().ToList()).ToArbitrary(),
            names =>
            {
                foreach (var target in Targets)
                {
                    var map = ToolNameMap.Create(names, target);
                    var wires = names.Select(map.Wire).ToList();
                    Assert.Equal(wires.Count, wires.Distinct(StringComparer.Ordinal).Count());
                    Assert.All(wires, wire => Assert.Matches(target == Protocol.Gemini ? "^[A-Za-z_][A-Za-z0-9_.:-]{0,63}$" : "^[A-Za-z0-9_-]{1,64}$", wire));
                    Assert.Equal(names, wires.Select(map.Original));
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static ToolNameMap Map(Protocol target, params string[] names) => ToolNameMap.Create(names.Select(name => new ToolName(name)), target);
}
