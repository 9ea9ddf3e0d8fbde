-- revision 0011: what the migrations make of an empty file; see tests/old_databases/schema.py
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE conversations (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	title TEXT NOT NULL, 
	title_is_users BOOLEAN NOT NULL, 
	pane TEXT NOT NULL, 
	system_prompt TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	updated DATETIME NOT NULL, 
	trashed DATETIME
, folder_id INTEGER CONSTRAINT fk_conversations_folder_id REFERENCES folders (id), pinned DATETIME, archived DATETIME, origin TEXT, branched_from INTEGER, preset JSON);
CREATE INDEX ix_conversations_pane_updated ON conversations (pane, updated) WHERE trashed IS NULL;
CREATE INDEX ix_conversations_trashed ON conversations (trashed) WHERE trashed IS NOT NULL;
CREATE TABLE messages (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	conversation_id INTEGER NOT NULL, 
	parent_id INTEGER, 
	active BOOLEAN NOT NULL, 
	role TEXT NOT NULL, 
	text TEXT NOT NULL, 
	status TEXT NOT NULL, 
	created DATETIME NOT NULL, pinned DATETIME, trashed DATETIME, origin TEXT, 
	CONSTRAINT fk_messages_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE, 
	CONSTRAINT fk_messages_parent_id FOREIGN KEY(parent_id) REFERENCES messages (id), 
	CONSTRAINT ck_messages_role CHECK (role IN ('system', 'user', 'assistant')), 
	CONSTRAINT ck_messages_parent CHECK (parent_id < id)
);
CREATE INDEX ix_messages_parent_id_conversation_id ON messages (parent_id, conversation_id);
CREATE INDEX ix_messages_conversation_id ON messages (conversation_id);
CREATE INDEX ix_messages_writing ON messages (status) WHERE status = 'writing';
CREATE UNIQUE INDEX uq_messages_active ON messages (conversation_id, ifnull(parent_id, 0)) WHERE active;
CREATE TABLE replies (
	message_id INTEGER NOT NULL, 
	writer TEXT, 
	model_name TEXT NOT NULL, 
	model_file TEXT NOT NULL, 
	model_hash TEXT NOT NULL, 
	sampling JSON NOT NULL, 
	seed INTEGER NOT NULL, 
	prompt_tokens INTEGER NOT NULL, 
	cached_tokens INTEGER NOT NULL, 
	completion_tokens INTEGER NOT NULL, 
	first_token_seconds FLOAT NOT NULL, 
	tokens_per_second FLOAT NOT NULL, 
	seconds FLOAT NOT NULL, 
	ending TEXT NOT NULL, 
	error_code TEXT NOT NULL, 
	error_cause TEXT NOT NULL, thought_seconds FLOAT DEFAULT '0' NOT NULL, made TEXT DEFAULT '' NOT NULL, instructions TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_replies PRIMARY KEY (message_id), 
	CONSTRAINT fk_replies_message_id FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
);
CREATE TABLE translation_jobs (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	title TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	path TEXT NOT NULL, 
	document BLOB NOT NULL, 
	digest TEXT NOT NULL, 
	source_language TEXT NOT NULL, 
	target_language TEXT NOT NULL, 
	options JSON NOT NULL, 
	created DATETIME NOT NULL, 
	updated DATETIME NOT NULL, 
	trashed DATETIME
);
CREATE INDEX ix_translation_jobs_updated ON translation_jobs (updated);
CREATE INDEX ix_translation_jobs_digest ON translation_jobs (digest);
CREATE TABLE translation_segments (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	chapter INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	target TEXT NOT NULL, 
	status TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	problems JSON NOT NULL, 
	logprob FLOAT, 
	least_logprob FLOAT, 
	back_chrf FLOAT, 
	attempts INTEGER NOT NULL, 
	model TEXT NOT NULL, adapters JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT fk_translation_segments_job_id FOREIGN KEY(job_id) REFERENCES translation_jobs (id) ON DELETE CASCADE, 
	CONSTRAINT uq_translation_segments_position UNIQUE (job_id, position), 
	CONSTRAINT ck_translation_segments_status CHECK (status IN ('waiting', 'done', 'doubtful'))
);
CREATE TABLE glossaries (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	source_language TEXT NOT NULL, 
	target_language TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	updated DATETIME NOT NULL
);
CREATE TABLE glossary_terms (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	glossary_id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	target TEXT NOT NULL, 
	note TEXT NOT NULL, 
	case_sensitive BOOLEAN NOT NULL, 
	CONSTRAINT fk_glossary_terms_glossary_id FOREIGN KEY(glossary_id) REFERENCES glossaries (id) ON DELETE CASCADE, 
	CONSTRAINT uq_glossary_terms_pair UNIQUE (glossary_id, source, target)
);
CREATE TABLE memory_entries (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	source_language TEXT NOT NULL, 
	target_language TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	source TEXT NOT NULL, 
	target TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	updated DATETIME NOT NULL, 
	CONSTRAINT uq_memory_entries_key UNIQUE (source_language, target_language, "key")
);
CREATE VIRTUAL TABLE message_search USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
CREATE VIRTUAL TABLE title_search USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
CREATE TRIGGER message_search_insert AFTER INSERT ON messages BEGIN INSERT INTO message_search (rowid, words) SELECT new.id, search_words(new.text) WHERE NOT (new.status = 'writing'); END;
CREATE TRIGGER message_search_delete AFTER DELETE ON messages BEGIN INSERT INTO message_search (message_search, rowid, words) SELECT 'delete', old.id, search_words(old.text) WHERE NOT (old.status = 'writing'); END;
CREATE TRIGGER message_search_update AFTER UPDATE OF text, status ON messages BEGIN INSERT INTO message_search (message_search, rowid, words) SELECT 'delete', old.id, search_words(old.text) WHERE NOT (old.status = 'writing'); INSERT INTO message_search (rowid, words) SELECT new.id, search_words(new.text) WHERE NOT (new.status = 'writing'); END;
CREATE TRIGGER title_search_insert AFTER INSERT ON conversations BEGIN INSERT INTO title_search (rowid, words) SELECT new.id, search_words(new.title); END;
CREATE TRIGGER title_search_delete AFTER DELETE ON conversations BEGIN INSERT INTO title_search (title_search, rowid, words) SELECT 'delete', old.id, search_words(old.title); END;
CREATE TRIGGER title_search_update AFTER UPDATE OF title ON conversations BEGIN INSERT INTO title_search (title_search, rowid, words) SELECT 'delete', old.id, search_words(old.title); INSERT INTO title_search (rowid, words) SELECT new.id, search_words(new.title); END;
CREATE INDEX ix_replies_model_name ON replies (model_name);
CREATE TABLE folders (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	parent_id INTEGER, 
	name TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	CONSTRAINT fk_folders_parent_id FOREIGN KEY(parent_id) REFERENCES folders (id) ON DELETE SET NULL
);
CREATE TABLE tags (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT COLLATE "NOCASE" NOT NULL, 
	CONSTRAINT uq_tags_name UNIQUE (name)
);
CREATE TABLE conversation_tags (
	conversation_id INTEGER NOT NULL, 
	tag_id INTEGER NOT NULL, 
	CONSTRAINT pk_conversation_tags PRIMARY KEY (conversation_id, tag_id), 
	CONSTRAINT fk_conversation_tags_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE, 
	CONSTRAINT fk_conversation_tags_tag_id FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE
);
CREATE INDEX ix_conversation_tags_tag_id ON conversation_tags (tag_id);
CREATE TABLE drafts (
	id INTEGER NOT NULL, 
	conversation_id INTEGER, 
	pane TEXT NOT NULL, 
	text TEXT NOT NULL, 
	updated DATETIME NOT NULL, 
	CONSTRAINT pk_drafts PRIMARY KEY (id), 
	CONSTRAINT fk_drafts_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX uq_drafts_place ON drafts (pane, ifnull(conversation_id, 0));
CREATE INDEX ix_conversations_folder_id ON conversations (folder_id) WHERE folder_id IS NOT NULL;
CREATE UNIQUE INDEX uq_conversations_origin ON conversations (origin) WHERE origin IS NOT NULL;
CREATE INDEX ix_messages_trashed ON messages (trashed) WHERE trashed IS NOT NULL;
CREATE INDEX ix_messages_pinned ON messages (conversation_id) WHERE pinned IS NOT NULL;
CREATE TABLE assistants (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	description TEXT NOT NULL, 
	system_prompt TEXT NOT NULL, 
	model TEXT NOT NULL, 
	sampling JSON NOT NULL, 
	greeting TEXT NOT NULL, 
	examples JSON NOT NULL, 
	created DATETIME NOT NULL, 
	updated DATETIME NOT NULL, 
	trashed DATETIME
);
CREATE TABLE snippets (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	text TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	updated DATETIME NOT NULL, 
	trashed DATETIME
);
CREATE TABLE story_projects (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	title TEXT NOT NULL, 
	language TEXT NOT NULL, 
	settings JSON NOT NULL, 
	goal_words INTEGER NOT NULL, 
	folder TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	updated DATETIME NOT NULL, 
	trashed DATETIME
);
CREATE TABLE story_days (
	project_id INTEGER NOT NULL, 
	day TEXT NOT NULL, 
	words INTEGER NOT NULL, 
	CONSTRAINT pk_story_days PRIMARY KEY (project_id, day), 
	CONSTRAINT fk_story_days_project_id FOREIGN KEY(project_id) REFERENCES story_projects (id) ON DELETE CASCADE
);
CREATE TABLE story_nodes (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	project_id INTEGER NOT NULL, 
	parent_id INTEGER, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	status TEXT NOT NULL, 
	target_words INTEGER NOT NULL, 
	words INTEGER NOT NULL, 
	beats TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	summary_of TEXT NOT NULL, 
	trashed DATETIME, 
	CONSTRAINT fk_story_nodes_project_id FOREIGN KEY(project_id) REFERENCES story_projects (id) ON DELETE CASCADE, 
	CONSTRAINT fk_story_nodes_parent_id FOREIGN KEY(parent_id) REFERENCES story_nodes (id), 
	CONSTRAINT ck_story_nodes_kind CHECK (kind IN ('part', 'chapter', 'scene', 'note'))
);
CREATE INDEX ix_story_nodes_project_id ON story_nodes (project_id);
CREATE INDEX ix_story_nodes_parent_id ON story_nodes (parent_id);
CREATE INDEX ix_story_nodes_trashed ON story_nodes (trashed) WHERE trashed IS NOT NULL;
CREATE TABLE story_texts (
	node_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	saved DATETIME NOT NULL, 
	digest TEXT NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_story_texts PRIMARY KEY (node_id), 
	CONSTRAINT fk_story_texts_node_id FOREIGN KEY(node_id) REFERENCES story_nodes (id) ON DELETE CASCADE
);
CREATE TABLE story_versions (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	node_id INTEGER NOT NULL, 
	words INTEGER NOT NULL, 
	created DATETIME NOT NULL, 
	reason TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	text BLOB NOT NULL, 
	CONSTRAINT fk_story_versions_node_id FOREIGN KEY(node_id) REFERENCES story_nodes (id) ON DELETE CASCADE
);
CREATE INDEX ix_story_versions_node_id_created ON story_versions (node_id, created);
CREATE TABLE story_takes (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	node_id INTEGER NOT NULL, 
	parent_id INTEGER, 
	at INTEGER NOT NULL, 
	replaced TEXT NOT NULL, 
	text TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	model_name TEXT NOT NULL, 
	model_hash TEXT NOT NULL, 
	sampling JSON NOT NULL, 
	seed INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	writer TEXT, 
	created DATETIME NOT NULL, 
	adopted BOOLEAN NOT NULL, 
	tokens BLOB NOT NULL, 
	CONSTRAINT fk_story_takes_node_id FOREIGN KEY(node_id) REFERENCES story_nodes (id) ON DELETE CASCADE, 
	CONSTRAINT fk_story_takes_parent_id FOREIGN KEY(parent_id) REFERENCES story_takes (id)
);
CREATE INDEX ix_story_takes_node_id ON story_takes (node_id);
CREATE INDEX ix_story_takes_parent_id ON story_takes (parent_id);
CREATE TABLE story_entries (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	project_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	text TEXT NOT NULL, 
	keys JSON NOT NULL, 
	activation TEXT NOT NULL, 
	priority INTEGER NOT NULL, 
	budget INTEGER NOT NULL, 
	depth INTEGER NOT NULL, 
	extra JSON NOT NULL, 
	trashed DATETIME, 
	CONSTRAINT fk_story_entries_project_id FOREIGN KEY(project_id) REFERENCES story_projects (id) ON DELETE CASCADE
);
CREATE INDEX ix_story_entries_project_id ON story_entries (project_id);
CREATE TABLE attachments (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	message_id INTEGER, 
	draft_pane TEXT, 
	draft_conversation_id INTEGER, 
	name TEXT NOT NULL, 
	part TEXT NOT NULL, 
	path TEXT NOT NULL, 
	text TEXT NOT NULL, 
	tokens INTEGER NOT NULL, 
	CONSTRAINT fk_attachments_message_id FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE, 
	CONSTRAINT fk_attachments_draft_conversation_id FOREIGN KEY(draft_conversation_id) REFERENCES conversations (id) ON DELETE CASCADE, 
	CONSTRAINT ck_attachments_place CHECK ((message_id IS NULL) = (draft_pane IS NOT NULL))
);
CREATE INDEX ix_attachments_message_id ON attachments (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX ix_attachments_draft_pane_draft_conversation_id ON attachments (draft_pane, draft_conversation_id) WHERE draft_pane IS NOT NULL;
CREATE INDEX ix_attachments_draft_conversation_id ON attachments (draft_conversation_id) WHERE draft_conversation_id IS NOT NULL;
CREATE VIRTUAL TABLE attachment_search USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
CREATE TABLE attachments_to_index (
	attachment_id INTEGER NOT NULL, 
	CONSTRAINT pk_attachments_to_index PRIMARY KEY (attachment_id)
);
CREATE TRIGGER attachment_search_insert AFTER INSERT ON attachments BEGIN INSERT INTO attachment_search (rowid, words) SELECT new.message_id * 2147483648 + new.id, search_words(new.name || char(10) || new.text) WHERE new.message_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attachments_to_index WHERE attachment_id = new.id); END;
CREATE TRIGGER attachment_search_delete AFTER DELETE ON attachments BEGIN INSERT INTO attachment_search (attachment_search, rowid, words) SELECT 'delete', old.message_id * 2147483648 + old.id, search_words(old.name || char(10) || old.text) WHERE old.message_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attachments_to_index WHERE attachment_id = old.id); DELETE FROM attachments_to_index WHERE attachment_id = old.id; END;
CREATE TRIGGER attachment_search_update AFTER UPDATE OF message_id, name, text ON attachments BEGIN INSERT INTO attachment_search (attachment_search, rowid, words) SELECT 'delete', old.message_id * 2147483648 + old.id, search_words(old.name || char(10) || old.text) WHERE old.message_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attachments_to_index WHERE attachment_id = old.id); INSERT INTO attachment_search (rowid, words) SELECT new.message_id * 2147483648 + new.id, search_words(new.name || char(10) || new.text) WHERE new.message_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attachments_to_index WHERE attachment_id = new.id); END;
CREATE TABLE reply_tokens (
	message_id INTEGER NOT NULL, 
	tokens BLOB NOT NULL, 
	CONSTRAINT pk_reply_tokens PRIMARY KEY (message_id), 
	CONSTRAINT fk_reply_tokens_message_id FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
);
INSERT INTO alembic_version VALUES ('0011');
