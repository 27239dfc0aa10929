using System.Text.Json;
using Gantry.Cli.ClientFiles;
using Xunit;

namespace Gantry.Tests.Cli.ClientFiles;

/// <summary>What is read of JSON, with comments and without.</summary>
public sealed class JsoncParserTests
{
    [Fact]
    public void Values_are_found_by_their_names_with_what_they_say()
    {
        const string Text = "{ // mine\n  \"a\": {\"\\u0062\": \"x\\n\\\"y\\\"\", /* c */ \"n\": -12,},\n  \"l\": [1, {\"d\": null}, ],\n}";
        var root = new JsoncParser(Text).Parse()!;

        Assert.Equal("x\n\"y\"", root.At("a", "b")!.Text);
        var number = root.At("a", "n")!;
        Assert.Equal((JsonValueKind.Number, (string?)null, "-12"), (number.Kind, number.Text, Text[number.Start..number.End]));
        Assert.Equal([JsonValueKind.Number, JsonValueKind.Object], root.At("l")!.Items.Select(item => item.Kind));
        Assert.Null(root.At("a", "b", "c"));
        Assert.Null(root.At("A"));
        Assert.Same(root, root.At());
    }

    [Theory]
    [InlineData("{\n  // mine\n}", 2, 3)]
    [InlineData("{\"a\": 1,\n}", 1, 8)]
    [InlineData("{\"a\": [1,\n\n]}", 1, 9)]
    public void Client_that_takes_plain_JSON_gets_the_place_of_what_is_none(string text, int line, int column)
    {
        Assert.NotNull(new JsoncParser(text).Parse());
        var fault = Assert.Throws<TextFaultException>(() => new JsoncParser(text, isStrict: true).Parse());
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"a\": [], \"b\": [1, 2], \"c\": {\"// d\": \"/* e */\"}}")]
    public void Plain_JSON_is_read_strictly(string text) => Assert.NotNull(new JsoncParser(text, isStrict: true).Parse());
}
