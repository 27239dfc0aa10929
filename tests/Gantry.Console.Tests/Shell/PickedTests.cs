using Gantry.Catalog;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Protocols;
using Xunit;

namespace Gantry.Console.Tests.Shell;

/// <summary>What is picked of many names, in which order, and what is meant by typing.</summary>
public sealed class PickedTests
{
    private static readonly PickOption[] Options = [new("claude-haiku", "Haiku"), new("claude-opus"), new("gpt", "the other one")];

    [Fact]
    public void Order_is_the_one_in_which_they_were_picked_unless_one_is_moved()
    {
        var chosen = Picked.With(Picked.With(Picked.With([], "b"), "a"), "c");
        Assert.Equal(["b", "a", "c"], chosen);
        Assert.Same(chosen, Picked.With(chosen, "a"));
        Assert.Equal(["b", "c", "a"], Picked.Earlier(chosen, "c"));
        Assert.Same(chosen, Picked.Earlier(chosen, "b"));
        Assert.Same(chosen, Picked.Earlier(chosen, "nowhere"));
        Assert.Equal(["b", "c"], Picked.Without(chosen, "a"));
    }

    [Theory]
    [InlineData("CLAUDE", 2)]
    [InlineData(" haiku ", 1)]
    [InlineData("other", 1)]
    [InlineData("", 3)]
    [InlineData("none of them", 0)]
    public void Names_and_notes_are_searched(string typed, int found) => Assert.Equal(found, Picked.Found(Options, typed).Count);

    [Theory]
    [InlineData("gpt", false, "gpt")]
    [InlineData("opus", false, "claude-opus")]
    [InlineData("claude", false, null)]
    [InlineData("claude-*", true, "claude-*")]
    [InlineData("opus", true, "opus")]
    [InlineData("  ", true, null)]
    public void Enter_adds_what_is_meant(string typed, bool free, string? meant) => Assert.Equal(meant, Picked.Meant(Options, typed, free));

    [Fact]
    public void Fixed_words_are_those_that_the_gateway_knows()
    {
        Assert.Equal(EnumWords.All<Operation>(), WireNames.Operations);
        Assert.Equal(EnumWords.All<Protocol>(), WireNames.Protocols);
    }
}
