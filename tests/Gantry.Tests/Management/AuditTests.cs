using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>The audit log through the API (reliability S-42).</summary>
public sealed class AuditTests(AuditTests.Running running) : IClassFixture<AuditTests.Running>
{
    private ManageGateway Gateway => running.Gateway;

    [Fact]
    public async Task S_42_Log_is_read_by_its_filters_in_pages_that_hold_every_row_once()
    {
        for (var i = 0; i < 5; i++) await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, $$"""{"name":"paged {{i}}","groups":["all"]}""");
        await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.Other, """{"name":"paged too","groups":["all"]}""");
        var seen = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await Gateway.ExpectAsync(
                200, "GET", $"audit?limit=2&actor={ManageGateway.User}&action=key.&target={Uri.EscapeDataString($"key {ManageGateway.User}/paged")}{(next is null ? "" : $"&after={next}")}", ManageGateway.Admin);
            seen.AddRange(page.GetProperty("data").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(0, 5).Reverse().Select(i => $"key {ManageGateway.User}/paged {i}"), seen.Select(r => r.GetProperty("target").GetString()));
        Assert.All(seen, row =>
        {
            Assert.Equal(("key.create", ManageGateway.User, "127.0.0.1"), (row.GetProperty("action").GetString(), row.GetProperty("actor").GetString(), row.GetProperty("address").GetString()));
            Assert.Equal(JsonValueKind.Null, row.GetProperty("before").ValueKind);
            Assert.Equal(JsonValueKind.Object, row.GetProperty("after").ValueKind);
        });
        Assert.Equal(0, (await Gateway.ExpectAsync(200, "GET", "audit?to=2001-01-01", ManageGateway.Admin)).GetProperty("data").GetArrayLength());
        Assert.True((await Gateway.ExpectAsync(400, "GET", "audit?from=yesterday", ManageGateway.Admin)).GetProperty("errors").TryGetProperty("from", out _));
        Assert.True((await Gateway.ExpectAsync(400, "GET", "audit?after=abc", ManageGateway.Admin)).GetProperty("errors").TryGetProperty("after", out _));
    }

    [Fact]
    public async Task S_42_Chain_is_proved_and_a_head_that_was_never_in_it_is_told()
    {
        await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"links","groups":["all"]}""");
        var verdict = await Gateway.ExpectAsync(200, "GET", "audit/verify", ManageGateway.Admin);
        Assert.True(verdict.GetProperty("holds").GetBoolean());
        var head = verdict.GetProperty("head").GetString()!;
        Assert.True((await Gateway.ExpectAsync(200, "GET", $"audit/verify?head={Uri.EscapeDataString(head)}", ManageGateway.Admin)).GetProperty("holds").GetBoolean());
        var forged = head[..^1] + (head[^1] == '0' ? '1' : '0');
        var broken = await Gateway.ExpectAsync(200, "GET", $"audit/verify?head={Uri.EscapeDataString(forged)}", ManageGateway.Admin);
        Assert.False(broken.GetProperty("holds").GetBoolean());
        Assert.NotNull(broken.GetProperty("reason").GetString());
        await Gateway.ExpectAsync(400, "GET", "audit/verify?head=nonsense", ManageGateway.Admin);
    }

    [Fact]
    public async Task S_42_Token_needs_the_scope()
    {
        await Gateway.ExpectAsync(200, "GET", "audit", await Gateway.TokenAsync(ManageGateway.Admin, "audit:read"));
        Assert.Equal("scope_required", (await Gateway.ExpectAsync(403, "GET", "audit", await Gateway.TokenAsync(ManageGateway.Admin, "usage:read"))).GetProperty("code").GetString());
        Assert.Equal("role_required", (await Gateway.ExpectAsync(403, "GET", "audit", ManageGateway.User)).GetProperty("code").GetString());
    }

    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await ManageGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
