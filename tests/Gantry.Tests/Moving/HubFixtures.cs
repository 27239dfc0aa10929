using Microsoft.Data.Sqlite;

namespace Gantry.Tests.Moving;

/// <summary>Databases with the columns that new-api and one-api have, and one row for each case.</summary>
internal static class HubFixtures
{
    /// <summary>Where upstreams are when nobody calls them.</summary>
    public const string Nowhere = "https://upstream.example.com";

    // Every secret holds this word: it must be in no report.
    public const string Canary = "canary";

    /// <summary>As clients of new-api present them.</summary>
    public static string Token(int id) => $"sk-{Canary}{id:D2}abcdefghijklmnopqrstuvwxyz0123456789ABCD";

    public static void NewApi(string path, string upstream = Nowhere) => Make(path,
        """
        CREATE TABLE channels (id integer PRIMARY KEY, type integer DEFAULT 0, key text NOT NULL, openai_organization text, test_model text, status integer DEFAULT 1, name text,
          weight integer DEFAULT 0, created_time bigint, base_url text DEFAULT '', other text, balance real, models text, "group" varchar(64) DEFAULT 'default', used_quota bigint DEFAULT 0,
          model_mapping text, status_code_mapping varchar(1024) DEFAULT '', priority bigint DEFAULT 0, auto_ban integer DEFAULT 1, other_info text, tag text, setting text, param_override text,
          header_override text, channel_info json, settings text);
        CREATE TABLE tokens (id integer PRIMARY KEY, user_id integer, key varchar(128), status integer DEFAULT 1, name text, created_time bigint, accessed_time bigint, expired_time bigint DEFAULT -1,
          remain_quota integer DEFAULT 0, unlimited_quota numeric, model_limits_enabled numeric, model_limits text, allow_ips text DEFAULT '', used_quota integer DEFAULT 0, "group" text DEFAULT '',
          cross_group_retry numeric, deleted_at datetime);
        CREATE TABLE users (id integer PRIMARY KEY, username text, password text NOT NULL, display_name text, role integer DEFAULT 1, status integer DEFAULT 1, email text, github_id text,
          access_token char(32), quota integer DEFAULT 0, used_quota integer DEFAULT 0, request_count integer DEFAULT 0, "group" varchar(64) DEFAULT 'default', aff_code varchar(32), aff_quota integer DEFAULT 0,
          deleted_at datetime, setting text);
        CREATE TABLE options (key text PRIMARY KEY, value text);
        CREATE TABLE redemptions (id integer PRIMARY KEY, key char(32), status integer);
        CREATE TABLE logs (id integer PRIMARY KEY, content text);
        """,
        $$$"""
        INSERT INTO channels (id, type, key, name, weight, created_time, base_url, other, models, "group", model_mapping, priority, status, param_override, channel_info, setting) VALUES
          (1, 1, 'sk-{{{Canary}}}-main-1' || char(10) || 'sk-{{{Canary}}}-main-2' || char(10) || 'sk-{{{Canary}}}-main-3', 'main', 5, 1700000000, '{{{upstream}}}', '', 'gpt-4o,gpt-4o-mini,text-embedding-3-small,unpriced', 'default,vip,third', NULL, 10, 1, NULL,
            CAST('{"is_multi_key":true,"multi_key_status_list":{"1":2}}' AS BLOB), '{"proxy":"","force_format":true}'),
          (2, 14, 'sk-ant-{{{Canary}}}', 'claude', 0, 1700000000, '{{{upstream}}}', '', 'claude-sonnet-4-5-20250929,sonnet', 'vip', '{"sonnet":"latest","latest":"claude-sonnet-4-5-20250929"}', 0, 1, '', NULL, NULL),
          (3, 3, '{{{Canary}}}-azure', 'azure eu', 0, 1800000000, 'https://eu.openai.azure.com/', '2024-10-21', 'gpt-4o', 'default', '', 0, 1, NULL, NULL, NULL),
          (4, 18, '{{{Canary}}}-spark', 'spark', 0, 1700000000, '', '', 'SparkDesk-v4.0', 'default', '', 0, 1, NULL, NULL, NULL),
          (5, 1, 'sk-{{{Canary}}}-off', 'off', 0, 1700000000, '', '', 'gpt-3.5-turbo', 'default', '', 0, 2, NULL, NULL, NULL),
          (6, 1, 'sk-{{{Canary}}}-pictures', 'pictures', 0, 1700000000, '{{{upstream}}}', '', 'dall-e-3', 'default', '', 0, 1, '{"quality":"hd"}', NULL, NULL),
          (7, 1, 'sk-{{{Canary}}}-plain', 'plain', 0, 1700000000, 'http://upstream.example.org', '', 'gpt-4o', 'default', '', 0, 1, NULL, NULL, NULL);
        INSERT INTO options VALUES
          ('ModelRatio', '{"gpt-4o":1.25,"gpt-4o-mini":0.075,"text-embedding-3-small":0.01,"claude-sonnet-4-5-20250929":1.5,"sonnet":1.5,"SparkDesk-v4.0":1.2858}'),
          ('ModelPrice', '{"dall-e-3":0.04}'), ('CompletionRatio', '{"gpt-4o":4.25,"claude-sonnet-4-5-20250929":7}'),
          ('CacheRatio', '{"gpt-4o":0.5,"gpt-4o-mini":0.5,"claude-sonnet-4-5-20250929":0.1,"sonnet":0.1}'), ('CreateCacheRatio', '{"claude-sonnet-4-5-20250929":1.25}'),
          ('GroupRatio', '{"default":1,"vip":0.8,"third":0.3333333333,"empty":2}'), ('GroupGroupRatio', '{"vip":{"default":0.9}}'),
          ('UserUsableGroups', '{"default":"d","vip":"v","third":"t"}'), ('AutoGroups', '["vip","default"]'), ('QuotaPerUnit', '500000'), ('SystemName', 'Hub'), ('SMTPToken', '{{{Canary}}}-smtp');
        INSERT INTO users (id, username, password, role, status, email, quota, "group", aff_quota, deleted_at, access_token) VALUES
          (1, 'root', '$2a$10${{{Canary}}}', 100, 1, 'root@example.com', 50000000, 'default', 0, NULL, '{{{Canary}}}'),
          (2, 'alice', '$2a$10${{{Canary}}}', 1, 1, 'Alice@Example.com', 5000001, 'vip', 500000, NULL, NULL),
          (3, 'bob', '$2a$10${{{Canary}}}', 10, 1, '', 250000, 'default', 0, NULL, NULL),
          (4, 'carol', '', 1, 2, 'carol@example.com', 500000, 'default', 0, NULL, NULL),
          (5, 'dave', '', 1, 1, 'dave@example.com', 0, 'default', 0, '2025-01-01 00:00:00', NULL),
          (6, 'erin', '', 1, 1, 'root@example.com', -500, 'default', 0, NULL, NULL);
        INSERT INTO tokens (id, user_id, key, status, name, expired_time, remain_quota, unlimited_quota, model_limits_enabled, model_limits, allow_ips, "group", cross_group_retry) VALUES
          (1, 1, '{{{Token(1)[3..]}}}', 1, 'main', -1, 0, 1, 0, '', '', '', 0),
          (2, 2, '{{{Token(2)[3..]}}}', 1, 'laptop', 4102444800, 0, 1, 0, '', NULL, '', 0),
          (3, 2, '{{{Token(3)[3..]}}}', 1, 'laptop', -1, 0, 1, 0, '', '', 'default', 0),
          (4, 2, '{{{Token(4)[3..]}}}', 1, 'any', -1, 0, 1, 0, '', '', 'auto', 1),
          (5, 3, '{{{Token(5)[3..]}}}', 1, 'limited', -1, 100001, 0, 1, 'gpt-4o,ghost', '127.0.0.0/8' || char(10) || '10.1.2.3', 'third', 0),
          (6, 3, '{{{Token(6)[3..]}}}', 1, 'old', 1500000000, 0, 1, 0, '', '', '', 0),
          (7, 3, '{{{Token(7)[3..]}}}', 1, 'used up', -1, 0, 0, 0, '', '', '', 0),
          (8, 4, '{{{Token(8)[3..]}}}', 1, 'carol', -1, 0, 1, 0, '', '', '', 0),
          (9, 3, '{{{Token(9)[3..]}}}', 1, 'ghost', -1, 0, 1, 1, 'ghost', '', '', 0),
          (10, 3, '{{{Token(10)[3..]}}}', 1, 'nowhere', -1, 0, 1, 0, '', 'somewhere', '', 0),
          (11, 3, '{{{Token(11)[3..]}}}', 1, 'foreign', -1, 0, 1, 0, '', '', 'secret', 0),
          (12, 3, 'short', 1, 'short', -1, 0, 1, 0, '', '', '', 0);
        INSERT INTO redemptions VALUES (1, '{{{Canary}}}', 1);
        INSERT INTO logs VALUES (1, '');
        """);

    /// <summary>An early version: users without e-mail addresses of their own in places, tokens without limits of models.</summary>
    public static void OneApi(string path, string upstream = Nowhere) => Make(path,
        """
        CREATE TABLE channels (id integer PRIMARY KEY, type integer DEFAULT 0, key text NOT NULL, status integer DEFAULT 1, name text, weight integer, created_time bigint, base_url text, other text, balance real,
          models text, "group" varchar(32) DEFAULT 'default', used_quota bigint DEFAULT 0, model_mapping varchar(1024) DEFAULT '', priority bigint DEFAULT 0, config text, system_prompt text);
        CREATE TABLE tokens (id integer PRIMARY KEY, user_id integer, key char(48), status integer DEFAULT 1, name text, expired_time bigint DEFAULT -1, remain_quota bigint DEFAULT 0,
          unlimited_quota numeric DEFAULT false, used_quota bigint DEFAULT 0, models text, subnet text DEFAULT '');
        CREATE TABLE users (id integer PRIMARY KEY, username text, password text NOT NULL, role integer DEFAULT 1, status integer DEFAULT 1, email text, access_token char(32), quota bigint DEFAULT 0,
          "group" varchar(32) DEFAULT 'default');
        CREATE TABLE options (key text PRIMARY KEY, value text);
        """,
        $$"""
        INSERT INTO channels (id, type, key, status, name, weight, base_url, models, "group", model_mapping, priority, config, system_prompt) VALUES
          (1, 1, 'sk-{{Canary}}-one', 1, 'openai', 7, '{{upstream}}', 'gpt-4o,gpt-3.5-turbo,house-model', 'default', '', 0, '', NULL),
          (2, 36, 'sk-{{Canary}}-deep', 1, 'deepseek', 0, '', 'deepseek-chat', 'default', '', 5, '', 'Be brief.'),
          (3, 33, '', 1, 'aws', 0, '', 'anthropic.claude-3-5-sonnet-20241022-v2:0,claude-3-5-sonnet', 'default', '', 0, '{"region":"us-east-1","ak":"AK{{Canary}}","sk":"SK{{Canary}}"}', NULL);
        INSERT INTO options VALUES ('ModelRatio', '{"gpt-4o":1.25,"gpt-3.5-turbo":0.25,"house-model":0,"deepseek-chat":0.135,"anthropic.claude-3-5-sonnet-20241022-v2:0":1.5}'),
          ('GroupRatio', '{"default":1.5}');
        INSERT INTO users (id, username, password, role, status, email, quota, "group") VALUES (1, 'root', '{{Canary}}', 100, 1, 'root@example.com', 500000000000000, 'default');
        INSERT INTO tokens (id, user_id, key, status, name, unlimited_quota, models, subnet) VALUES
          (1, 1, '{{Token(1)[3..]}}', 1, 'all', 1, NULL, ''), (2, 1, '{{Token(2)[3..]}}', 1, 'one', 1, 'gpt-4o,gpt-3.5-turbo', '127.0.0.0/8,::1/128');
        """);

    /// <summary>Runs statements on the file, making it where it is missing.</summary>
    public static void Make(string path, params string[] statements)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are those of the tests.
            command.CommandText = statement;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }
}
