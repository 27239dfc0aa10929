using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gantry.Tests.Storage;

namespace Gantry.Tests.Edge;

/// <summary>A reverse proxy of the field in front of the gateway, on a free port, as a child of the test.</summary>
internal sealed class FrontProxy : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly Process _process;

    private FrontProxy(TempFolder folder, Process process, Uri address)
    {
        _folder = folder;
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <returns>Where the program is, or null.</returns>
    public static string? Find(string name) => new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin" }.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static async Task<FrontProxy> StartAsync(string program, Uri gateway)
    {
        var folder = new TempFolder();
        Directory.CreateDirectory(folder.Path);
        var port = FreePort();
        var isNginx = Path.GetFileName(program) == "nginx";
        var file = folder.File(isNginx ? "nginx.conf" : "haproxy.cfg");
        await File.WriteAllTextAsync(file, isNginx ? Nginx(folder, port, gateway) : HaProxy(port, gateway));
        string[] arguments = isNginx ? ["-c", file, "-p", folder.Path] : ["-f", file, "-db", "-q"];
        var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var address = new Uri($"http://127.0.0.1:{port}");
        for (var i = 0; i < 100; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                break;
            }
            catch (SocketException)
            {
                // Not yet.
                await Task.Delay(50);
            }
        }

        return new FrontProxy(folder, process, address);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Nginx(TempFolder folder, int port, Uri gateway) => $$"""
        daemon off; master_process off; worker_processes 1; pid {{folder.File("nginx.pid")}}; error_log {{folder.File("error.log")}};
        events { worker_connections 256; }
        http {
          access_log off; client_body_temp_path {{folder.File("body")}}; proxy_temp_path {{folder.File("proxy")}}; fastcgi_temp_path {{folder.File("f")}}; uwsgi_temp_path {{folder.File("u")}}; scgi_temp_path {{folder.File("s")}};
          upstream gateway { server {{gateway.Authority}}; keepalive 4; }
          server {
            listen 127.0.0.1:{{port}};
            location / { proxy_pass http://gateway; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_buffering off; }
          }
        }
        """;

    // Connections to the gateway are shared between those of clients, as one that was desynchronised would need.
    private static string HaProxy(int port, Uri gateway) => $"""
        global
          maxconn 256
        defaults
          mode http
          option forwardfor
          http-reuse always
          timeout connect 5s
          timeout client 10s
          timeout server 10s
        frontend clients
          bind 127.0.0.1:{port}
          default_backend gateway
        backend gateway
          server one {gateway.Authority}

        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
