using Gantry.Snapshot;
using System.Collections.Frozen;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Routing;
using Xunit;

namespace Gantry.Tests.Routing;

public sealed class RoutePlannerTests
{
    private readonly Gantry.Snapshot.Upstream _messages = Snapshots.Upstream("a", Protocol.Messages);
    private readonly Gantry.Snapshot.Upstream _chat = Snapshots.Upstream("b", Protocol.Responses, Protocol.Chat);

    [Fact]
    public void First_group_that_has_the_model_serves_it()
    {
        var model = Snapshots.Model("m");
        var first = Snapshots.Group("first", Snapshots.Deployment(Snapshots.Model("other"), _chat));
        var second = Snapshots.Group("second", Snapshots.Deployment(model, _chat));
        var third = Snapshots.Group("third", Snapshots.Deployment(model, _messages));

        Assert.Equal("second", Plan(Snapshots.Key(first, second, third), "m", Protocol.Chat, Operation.Chat).Group!.Name);
    }

    [Fact]
    public void Group_whose_upstreams_do_not_speak_the_protocol_is_passed_over_where_nothing_is_translated()
    {
        var model = Snapshots.Model("m");
        var key = Snapshots.Key(
            Snapshots.Group("first", Snapshots.Deployment(model, _messages)), Snapshots.Group("second", Snapshots.Deployment(model, _chat)));

        Assert.Equal("second", Plan(key, "m", Protocol.Chat, Operation.ImageGeneration).Group!.Name);
        Assert.Equal("first", Plan(key, "m", Protocol.Chat, Operation.Chat).Group!.Name);
    }

    [Fact]
    public void Of_one_priority_those_that_need_no_translation_come_first()
    {
        var model = Snapshots.Model("m");
        var near = Snapshots.Deployment(model, _chat) with { Priority = 1 };
        var crossing = Snapshots.Deployment(model, _messages) with { Priority = 1 };
        var preferred = Snapshots.Deployment(model, _messages) with { Priority = 0 };
        var key = Snapshots.Key(Snapshots.Group("g", preferred, crossing, near));

        Assert.Equal([preferred, near, crossing], Plan(key, "m", Protocol.Chat, Operation.Chat).Candidates.Select(candidate => candidate.Deployment));
        Assert.Equal(preferred, Plan(key, "m", Protocol.Gemini, Operation.Chat).Candidates[0].Deployment);
    }

    [Theory]
    [InlineData(Operation.Chat, "first")]
    [InlineData(Operation.CountTokens, "first")]
    [InlineData(Operation.Embeddings, "second")]
    public void What_is_translated_stays_in_the_first_group_that_can_do_it(Operation operation, string group)
    {
        var model = Snapshots.Model("m");
        var key = Snapshots.Key(
            Snapshots.Group("first", Snapshots.Deployment(model, _messages)), Snapshots.Group("second", Snapshots.Deployment(model, _chat)));

        Assert.Equal(group, Plan(key, "m", Protocol.Gemini, operation).Group!.Name);
    }

    [Fact]
    public void Alias_leads_to_the_model()
    {
        var key = Snapshots.Key(Snapshots.Group("g", Snapshots.Deployment(Snapshots.Model("claude-x", "vendor/claude-x"), _messages)));

        Assert.Equal("claude-x", Plan(key, "vendor/claude-x", Protocol.Messages, Operation.Chat).Model!.Id);
    }

    [Fact]
    public void Unknown_model_is_not_found()
    {
        var plan = Plan(Snapshots.Key(Snapshots.Group("g")), "nope", Protocol.Chat, Operation.Chat);

        Assert.Equal(ErrorKind.ModelNotFound, plan.Refusal!.Kind);
        Assert.Equal(ErrorOrigin.Client, plan.Refusal.Origin);
    }

    [Fact]
    public void Model_outside_the_list_of_the_key_looks_unknown()
    {
        var group = Snapshots.Group("g", Snapshots.Deployment(Snapshots.Model("m"), _chat));
        var key = Snapshots.Key(group) with { Models = FrozenSet.Create("n") };

        Assert.Equal(ErrorKind.ModelNotFound, Plan(key, "m", Protocol.Chat, Operation.Chat).Refusal!.Kind);
        Assert.Empty(VisibleModels.Of(key));
    }

    [Fact]
    public void Model_that_only_other_protocols_serve_names_them()
    {
        var key = Snapshots.Key(Snapshots.Group("g", Snapshots.Deployment(Snapshots.Model("m"), _messages)));

        var refusal = Plan(key, "m", Protocol.Gemini, Operation.ImageGeneration).Refusal!;

        Assert.Equal(ErrorKind.NotImplemented, refusal.Kind);
        Assert.Contains("Messages", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operation_that_the_group_does_not_serve_is_forbidden()
    {
        var group = Snapshots.Group("g", Snapshots.Deployment(Snapshots.Model("m"), _chat)) with { Operations = FrozenSet.Create(Operation.Embeddings) };

        Assert.Equal(ErrorKind.Forbidden, Plan(Snapshots.Key(group), "m", Protocol.Chat, Operation.Chat).Refusal!.Kind);
        Assert.Null(Plan(Snapshots.Key(group), "m", Protocol.Chat, Operation.Embeddings).Refusal);
    }

    private static RoutePlan Plan(ApiKey key, string model, Protocol protocol, Operation operation) =>
        Planners.New().Plan(new RouteRequest(key, model, protocol, operation));
}
