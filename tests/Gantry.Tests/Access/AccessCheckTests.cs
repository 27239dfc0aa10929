using System.Collections.Frozen;
using System.Net;
using Gantry.Access;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Gantry.Tests.Access;

public sealed class AccessCheckTests
{
    private const string Ours = "sk-ours-00000000000000000000";
    private const string Other = "sk-other-0000000000000000000";
    private readonly FakeTime _time = new();
    private readonly ApiKey _key = Snapshots.Key();

    [Theory]
    [InlineData("Authorization", "Bearer " + Ours)]
    [InlineData("Authorization", "bearer   " + Ours)]
    [InlineData("Authorization", Ours)]
    [InlineData("x-api-key", Ours)]
    [InlineData("x-goog-api-key", Ours)]
    [InlineData("api-key", Ours)]
    public void Key_is_found_in_every_header_that_clients_use(string header, string value) =>
        Assert.Same(_key, Identify(_key, r => r.Headers[header] = value).Key);

    [Fact]
    public void Key_is_found_in_the_query() => Assert.Same(_key, Identify(_key, r => r.QueryString = new QueryString($"?alt=sse&key={Ours}")).Key);

    [Fact]
    public void Foreign_key_beside_ours_is_tolerated() =>
        Assert.Same(_key, Identify(_key, r =>
        {
            r.Headers.Authorization = "Bearer sk-ant-somebody-elses";
            r.Headers["x-api-key"] = Ours;
        }).Key);

    [Fact]
    public void Same_key_twice_is_one_key() =>
        Assert.Same(_key, Identify(_key, r =>
        {
            r.Headers.Authorization = $"Bearer {Ours}";
            r.Headers["x-goog-api-key"] = Ours;
        }).Key);

    [Fact]
    public void Two_different_keys_of_ours_are_refused()
    {
        var second = Snapshots.Key() with { Id = new Guid("11111111-1111-7111-8111-111111111111") };
        var snapshot = Snapshots.Of((Ours, _key), (Other, second));

        var decision = Check().Identify(snapshot, Request(r =>
        {
            r.Headers.Authorization = $"Bearer {Ours}";
            r.Headers["x-api-key"] = Other;
        }));

        Assert.Equal(ErrorKind.InvalidRequest, decision.Refusal!.Kind);
    }

    [Fact]
    public void Unknown_revoked_expired_and_missing_keys_get_one_answer()
    {
        var answers = new[]
        {
            Identify(_key, _ => { }),
            Identify(_key, r => r.Headers["x-api-key"] = "sk-unknown-00000000000000000"),
            Identify(_key with { Disabled = true }, r => r.Headers["x-api-key"] = Ours),
            Identify(_key with { ExpiresAt = _time.GetUtcNow() }, r => r.Headers["x-api-key"] = Ours),
        };

        Assert.All(answers, a => Assert.Equal(ErrorKind.InvalidKey, a.Refusal!.Kind));
        Assert.Single(answers.Select(a => a.Refusal).Distinct());
    }

    [Fact]
    public void Key_lives_until_the_moment_it_expires() =>
        Assert.NotNull(Identify(_key with { ExpiresAt = _time.GetUtcNow().AddTicks(1) }, r => r.Headers["x-api-key"] = Ours).Key);

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("11.1.2.3", false)]
    [InlineData("2001:db8::1", true)]
    [InlineData("2001:db9::1", false)]
    public void Network_limits_who_may_use_the_key(string address, bool allowed)
    {
        var key = _key with { Networks = Snapshots.Networks("10.0.0.0/8", "2001:db8::/32") };

        var decision = Identify(key, r =>
        {
            r.Headers["x-api-key"] = Ours;
            r.HttpContext.Connection.RemoteIpAddress = IPAddress.Parse(address);
        });

        Assert.Equal(allowed, decision.Key is not null);
        Assert.Equal(allowed ? null : ErrorKind.Forbidden, decision.Refusal?.Kind);
    }

    [Fact]
    public void Operations_outside_the_list_of_the_key_are_closed()
    {
        var key = _key with { Operations = FrozenSet.Create(Operation.Embeddings) };

        Assert.True(AccessCheck.MayUse(key, Operation.Embeddings));
        Assert.False(AccessCheck.MayUse(key, Operation.Chat));
        Assert.True(AccessCheck.MayUse(_key, Operation.Chat));
    }

    private AccessDecision Identify(ApiKey key, Action<HttpRequest> prepare) => Check().Identify(Snapshots.Of((Ours, key)), Request(prepare));

    private AccessCheck Check() => new(Snapshots.Hasher, _time);

    private static HttpRequest Request(Action<HttpRequest> prepare)
    {
        var request = new DefaultHttpContext().Request;
        prepare(request);
        return request;
    }
}
