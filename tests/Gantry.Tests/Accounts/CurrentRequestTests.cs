using Gantry.Accounts.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Accounts;

/// <summary>Which request the services of people's pages are told of.</summary>
public sealed class CurrentRequestTests
{
    [Fact]
    public async Task Request_is_known_behind_the_relay_alone_and_to_its_end()
    {
        var current = new CurrentRequest();
        await using var services = new ServiceCollection().AddSingleton<IHttpContextAccessor>(current).AddOptions().AddLogging().BuildServiceProvider();
        // As the server makes it: it finds the accessor and sets it.
        var http = new DefaultHttpContextFactory(services).Create(new DefaultHttpContext().Features);
        Assert.Null(current.HttpContext);
        var gone = new TaskCompletionSource();
        Task<HttpContext?>? late = null;
        await current.InvokeAsync(http, async _ =>
        {
            await Task.Yield();
            Assert.Same(http, current.HttpContext);
            late = LateAsync();
        });
        gone.SetResult();
        Assert.Null(await late!);

        async Task<HttpContext?> LateAsync()
        {
            await gone.Task;
            return current.HttpContext;
        }
    }
}
