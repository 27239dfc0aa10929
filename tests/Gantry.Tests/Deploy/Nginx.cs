using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gantry.Tests.Laws;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Deploy;

/// <summary>A real nginx with the settings of <c>deploy/nginx/gantry.conf</c>; other than there are only its port, its files and its nodes.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Missing = "There is no nginx: apt-get install nginx-light, or name its program in GANTRY_NGINX.";

    private readonly TempFolder _folder = new();
    private readonly Process _process;

    private Nginx(TempFolder folder, Process process, Uri address)
    {
        _folder = folder;
        _process = process;
        Address = address;
#pragma warning disable RS0030 // Tests play the client.
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
#pragma warning restore RS0030
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <summary>What it wrote of its requests.</summary>
    public string AccessLog => File.ReadAllText(_folder.File("access.log"));

    public static async Task<Nginx> StartAsync(params Uri[] nodes)
    {
        var program = Find();
        Assert.SkipUnless(program is not null, Missing);
        var folder = new TempFolder();
        var port = FreePort();
        var settings = Repository.Files.Single(file => file.Path == "deploy/nginx/gantry.conf").Text;
        settings = Replace(settings, "listen 80;", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{port};"));
        settings = Replace(settings, "/etc/nginx/gantry-nodes.conf", folder.File("nodes.conf"));
        settings = Replace(settings, "/var/log/nginx/gantry.log", folder.File("access.log"));
        await File.WriteAllTextAsync(folder.File("gantry.conf"), settings);
        // As the example of the repository writes a node.
        await File.WriteAllLinesAsync(folder.File("nodes.conf"), nodes.Select(node => $"server {node.Authority} max_fails=1 fail_timeout=5s;"));
        await File.WriteAllTextAsync(
            folder.File("nginx.conf"),
            $$"""
            daemon off;
            worker_processes 1;
            pid {{folder.File("nginx.pid")}};
            error_log {{folder.File("error.log")}};
            events { worker_connections 1024; }
            http {
                client_body_temp_path {{folder.File("body")}};
                proxy_temp_path {{folder.File("proxy")}};
                fastcgi_temp_path {{folder.File("fastcgi")}};
                uwsgi_temp_path {{folder.File("uwsgi")}};
                scgi_temp_path {{folder.File("scgi")}};
                include {{folder.File("gantry.conf")}};
            }
            """);
        var start = new ProcessStartInfo(program!, ["-c", folder.File("nginx.conf"), "-p", folder.Path, "-e", folder.File("error.log")]) { UseShellExecute = false, RedirectStandardError = true };
        var nginx = new Nginx(folder, Process.Start(start)!, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        await nginx.ListensAsync(port);
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        // Its workers as well.
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task ListensAsync(int port)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var knock = new TcpClient();
                await knock.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException) when (tries < 500 && !_process.HasExited)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
            catch (SocketException failure)
            {
                var said = _process.HasExited ? await _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : "";
                await DisposeAsync();
                throw new InvalidOperationException($"nginx did not start: {said}", failure);
            }
        }
    }

    private static string Replace(string text, string what, string with)
    {
        Assert.Contains(what, text, StringComparison.Ordinal);
        return text.Replace(what, with, StringComparison.Ordinal);
    }

    private static string? Find() => Environment.GetEnvironmentVariable("GANTRY_NGINX") is { Length: > 0 } named
        ? named
        : new[] { "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx" }.FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
