using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gantry.Tests.Storage;

namespace Gantry.Tests.Edge;

/// <summary>A reverse proxy of the field in front of the gateway, on a free port, as a child of the test.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly Process _process;

    private NginxProcess(TempFolder folder, Process process, Uri address)
    {
        _folder = folder;
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static string? Find() => new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx" }.FirstOrDefault(File.Exists);

    public static async Task<NginxProcess> StartAsync(string program, Uri gateway)
    {
        var folder = new TempFolder();
        Directory.CreateDirectory(folder.Path);
        var port = FreePort();
        await File.WriteAllTextAsync(folder.File("nginx.conf"), $$"""
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
            """);
        var start = new ProcessStartInfo(program, ["-c", folder.File("nginx.conf"), "-p", folder.Path]) { UseShellExecute = false, RedirectStandardError = true };
        var process = Process.Start(start)!;
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

        return new NginxProcess(folder, process, address);
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
