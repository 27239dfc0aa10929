namespace Gantry.Bench.EndToEnd;

/// <summary>nginx as a bare proxy: one worker, connections kept on both sides, nothing buffered, nothing logged.</summary>
internal static class NginxFile
{
    public static string Of(string folder, int port, int provider) => $$"""
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile 20000;
        pid {{folder}}/nginx.pid;
        error_log stderr crit;
        events {
          worker_connections 16000;
          multi_accept on;
        }
        http {
          access_log off;
          tcp_nodelay on;
          keepalive_timeout 600s;
          keepalive_requests 1000000000;
          client_max_body_size 64m;
          client_body_buffer_size 2m;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          upstream provider {
            server 127.0.0.1:{{provider}};
            keepalive 8000;
            keepalive_requests 1000000000;
            keepalive_timeout 600s;
          }
          server {
            listen 127.0.0.1:{{port}} backlog=4096;
            location / {
              proxy_pass http://provider;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
              proxy_read_timeout 600s;
            }
          }
        }

        """;
}
