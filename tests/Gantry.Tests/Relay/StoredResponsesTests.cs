using System.Collections.Frozen;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Relay;
using Gantry.Routing;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Relay;

public sealed class StoredResponsesTests
{
    private const string Id = "resp_0123456789abcdef";

    private static readonly Model Asked = Snapshots.Model("m");

    private readonly StoredResponses _stored = new();
    private readonly ApiKey _key = Snapshots.Key();

    [Fact]
    public void Response_leads_to_the_credential_that_made_it_as_it_is_configured_now()
    {
        var first = new UpstreamCredential(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), "first-secret");
        var second = new UpstreamCredential(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), "second-secret");
        _stored.Remember(_key.TenantId, Id, Maker(Of("old", first, second), second));

        var moved = Of("new", first, second with { Secret = "renewed-secret" });
        var found = Assert.Single(_stored.Plan(moved, _key, Id).Candidates);

        Assert.Equal(("new", "renewed-secret"), (found.Deployment.Upstream.BaseUrl.Host, found.Credential!.Secret));
        Assert.True(_stored.Knows(_key.TenantId, Id));
    }

    [Fact]
    public void Response_of_another_tenant_is_not_found()
    {
        var snapshot = Of("host");
        _stored.Remember(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), Id, Maker(snapshot, null));

        Assert.Equal(ErrorKind.NotFound, _stored.Plan(snapshot, _key, Id).Refusal!.Kind);
        Assert.False(_stored.Knows(_key.TenantId, Id));
    }

    [Fact]
    public void Response_whose_credential_or_deployment_is_gone_is_not_asked_for()
    {
        var gone = new UpstreamCredential(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), "gone-secret");
        var left = new UpstreamCredential(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), "left-secret");
        _stored.Remember(_key.TenantId, Id, Maker(Of("host", gone, left), gone));

        foreach (var later in (GatewaySnapshot[])[Of("host", left), Snapshots.Of()])
        {
            var refusal = _stored.Plan(later, _key, Id).Refusal!;
            Assert.Equal((ErrorKind.NotFound, "response_id"), (refusal.Kind, refusal.Param));
            Assert.Contains("configured no longer", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Ids_of_any_length_and_letters_are_told_apart()
    {
        var snapshot = Of("host");
        string[] ids = ["", "a", new('x', 239), new('x', 240), new('x', 241), new('ä', 120), new('ä', 121), new('x', 5_000)];
        foreach (var id in ids)
        {
            Assert.False(_stored.Knows(_key.TenantId, id));
            _stored.Remember(_key.TenantId, id, Maker(snapshot, null));
            Assert.True(_stored.Knows(_key.TenantId, id));
        }
    }

    [Fact]
    public void R_50_Hundred_thousand_are_kept_and_the_oldest_go_first()
    {
        var snapshot = Of("host");
        for (var number = 0; number < 100_500; number++) _stored.Remember(_key.TenantId, $"resp_{number}", Maker(snapshot, null));

        Assert.False(_stored.Knows(_key.TenantId, "resp_499"));
        Assert.True(_stored.Knows(_key.TenantId, "resp_500"));
        Assert.True(_stored.Knows(_key.TenantId, "resp_100499"));
    }

    [Fact]
    public void R_50_What_is_remembered_holds_on_to_nothing_of_its_request()
    {
        var made = Remember();
        GC.Collect();

        Assert.True(_stored.Knows(_key.TenantId, Id));
        Assert.False(made.TryGetTarget(out _));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        WeakReference<Group> Remember()
        {
            var snapshot = Of("host");
            _stored.Remember(_key.TenantId, Id, Maker(snapshot, null));
            return new WeakReference<Group>(snapshot.Groups["all"]);
        }
    }

    private static GatewaySnapshot Of(string host, params UpstreamCredential[] credentials)
    {
        var upstream = Snapshots.Upstream("sim", Protocol.Responses) with { BaseUrl = new Uri($"http://{host}"), Credentials = [.. credentials] };
        var group = Snapshots.Group("all", Snapshots.Deployment(Asked, upstream));
        return Snapshots.Of() with { Groups = new Dictionary<string, Group> { ["all"] = group }.ToFrozenDictionary() };
    }

    private static RouteCandidate Maker(GatewaySnapshot snapshot, UpstreamCredential? credential) =>
        new(snapshot.Groups["all"], snapshot.Groups["all"].Offers["m"][0], credential);
}
