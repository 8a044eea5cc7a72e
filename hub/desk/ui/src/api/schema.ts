// Made by `npm run types` from `python -m hub.desk.openapi`; not to be edited.

export interface paths {
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say whether the first administrator is still to be created. */
        get: operations["setup_state"];
        put?: never;
        /** Create the first administrator and sign them in. */
        post: operations["create_first_admin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Return who is signed in, and the CSRF token. */
        get: operations["session"];
        put?: never;
        /** Sign in; the session travels in an HttpOnly cookie. */
        post: operations["sign_in"];
        /** Sign out and stop being offered work. */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one's name, language or preferences, or where calls come to. */
        patch: operations["edit_me"];
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one's password; all other sessions end. */
        put: operations["change_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Turn the second factor on by giving a code of it. */
        put: operations["confirm_totp"];
        /** Make the secret of a second factor; it counts once a code has confirmed it. */
        post: operations["begin_totp"];
        /** Turn the second factor off. */
        delete: operations["remove_totp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Choose one's presence. */
        put: operations["set_my_presence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Return the offers that wait for an answer. */
        get: operations["my_offers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/directory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return staff, queues, skills and everything else that is chosen from lists.
         * @description Needs `directory:read`.
         */
        get: operations["directory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return part of a list of conversations, newest first.
         * @description Needs `conversations:read`.
         */
        get: operations["list_conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a conversation with its contact, work and episodes.
         * @description Needs `conversations:read`.
         */
        get: operations["conversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change subject, tags or language.
         * @description Needs `conversations:write`.
         */
        patch: operations["edit_conversation"];
        trace?: never;
    };
    "/conversations/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return part of the timeline, oldest first.
         * @description Needs `conversations:read`.
         */
        get: operations["timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the conversation into one's own hands.
         * @description Needs `conversations:write`.
         */
        post: operations["take"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Note how far the agent has read; the customer sees it when it is the agent they talk to.
         * @description Needs `conversations:read`.
         */
        post: operations["mark_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer the customer.
         * @description Needs `conversations:write`.
         */
        post: operations["reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave a note that only staff see.
         * @description Needs `conversations:write`.
         */
        post: operations["note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge this conversation into another one.
         * @description Needs `conversations:write`.
         */
        post: operations["merge_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merges/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a merge of contacts or conversations back.
         * @description Needs `conversations:write`.
         */
        post: operations["undo_merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/ways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the ways to answer: the customer's addresses, each from an entry point of ours.
         * @description Needs `conversations:read`.
         */
        get: operations["list_ways"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{id}/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a message's mail head and delivery; either is null where there is none.
         * @description Needs `conversations:read`.
         */
        get: operations["message_mail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{id}/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a mail as its sender designed it, as a page for a frame.
         * @description Needs `conversations:read`.
         */
        get: operations["message_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{id}/send-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message again that failed, or of which nobody knows whether it arrived.
         * @description Needs `conversations:write`.
         */
        post: operations["send_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{id}/call-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a message from being sent that has not been handed over yet.
         * @description Needs `conversations:write`.
         */
        post: operations["call_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return what came in and could not be taken in, with the reason.
         * @description Needs `work:manage`.
         */
        get: operations["list_quarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quarantine/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the bytes that could not be taken in, as a download.
         * @description Needs `work:manage`.
         */
        get: operations["quarantined_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quarantine/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try once more to take it in; it leaves the list when that succeeds.
         * @description Needs `work:manage`.
         */
        post: operations["retry_quarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quarantine/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take it off the list for good.
         * @description Needs `work:manage`.
         */
        delete: operations["delete_quarantined"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change many conversations; what cannot be done to one does not keep it from the others.
         * @description Needs `conversations:write`.
         */
        post: operations["change_conversations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a message and the later ones of its channel into a new conversation.
         * @description Needs `conversations:write`.
         */
        post: operations["split_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/{id}/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a rule as it is being edited, switched on or not, on the newest mails that came in.
         * @description Needs `settings:write`.
         */
        post: operations["try_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/offers/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an offer.
         * @description Needs `conversations:write`.
         */
        post: operations["accept_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/offers/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline an offer; the work goes to the next agent.
         * @description Needs `conversations:write`.
         */
        post: operations["decline_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand the work to a queue, an agent or a skill, with a note.
         * @description Needs `conversations:write`.
         */
        post: operations["transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/{id}/park": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the work aside until the customer answers or a time comes.
         * @description Needs `conversations:write`.
         */
        post: operations["park"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/{id}/unpark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take parked work up again.
         * @description Needs `conversations:write`.
         */
        post: operations["unpark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that the matter is settled; wrap-up begins.
         * @description Needs `conversations:write`.
         */
        post: operations["resolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End wrap-up with an outcome.
         * @description Needs `conversations:write`.
         */
        post: operations["complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the work to an agent by hand.
         * @description Needs `work:manage`.
         */
        post: operations["assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/{id}/requeue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the work back into its queue, at its old place.
         * @description Needs `conversations:write`.
         */
        post: operations["requeue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say in plain words why the work has not gone to anybody yet.
         * @description Needs `conversations:read`.
         */
        get: operations["explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say in plain words who was offered the work, and why.
         * @description Needs `conversations:read`.
         */
        get: operations["decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the newest call of a conversation; it may have ended.
         * @description Needs `conversations:read`.
         */
        get: operations["get_call"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the calls that you are in, or called into, now.
         * @description Needs `conversations:read`.
         */
        get: operations["list_calls"];
        put?: never;
        /**
         * Call a number or a contact; the work is yours from the beginning.
         * @description Needs `conversations:write`.
         */
        post: operations["place_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Join the call from this browser; whom it rings for accepts by it.
         * @description Needs `conversations:write`.
         */
        post: operations["join_call"];
        /**
         * Leave the call; the others stay.
         * @description Needs `conversations:write`.
         */
        delete: operations["leave_call"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Listen, whisper to the agent, or talk with everybody, as a supervisor in the call.
         * @description Needs `calls:monitor`.
         */
        put: operations["change_call_role"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Let nobody hear you, or everybody again.
         * @description Needs `conversations:write`.
         */
        put: operations["mute_call"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Let the caller hear music, or take them back.
         * @description Needs `conversations:write`.
         */
        put: operations["hold_call"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Press keys of the telephone.
         * @description Needs `conversations:write`.
         */
        post: operations["press_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hang up for everybody.
         * @description Needs `conversations:write`.
         */
        post: operations["end_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Record silence for a while, or speech again.
         * @description Needs `conversations:write`.
         */
        put: operations["pause_recording"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call/parties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the caller on hold and call a colleague or a number.
         * @description Needs `conversations:write`.
         */
        post: operations["invite_party"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call/parties/{party}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Hold or mute a party, or take it back.
         * @description Needs `conversations:write`.
         */
        put: operations["change_party"];
        post?: never;
        /**
         * Let a party go, or stop calling them; whom it rings for declines by it.
         * @description Needs `conversations:write`.
         */
        delete: operations["drop_party"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave the caller with whom you asked in; a colleague gets the work.
         * @description Needs `conversations:write`.
         */
        post: operations["complete_transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/call/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the caller to an agent, a queue, a flow or a number, without asking first.
         * @description Needs `conversations:write`.
         */
        post: operations["transfer_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/colleague": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call somebody of the house: join with your browser, and it rings for them.
         * @description Needs `conversations:write`.
         */
        post: operations["call_colleague"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the calls of a conversation, oldest first.
         * @description Needs `conversations:read`.
         */
        get: operations["conversation_calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a conversation's recordings, oldest first, with when each of its messages was spoken.
         * @description Needs `conversations:read`.
         */
        get: operations["conversation_recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recordings/{id}/waveform": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return how loud the caller and the others are.
         * @description Needs `conversations:read`.
         */
        get: operations["recording_waveform"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recordings/{id}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the sound, Opus in Ogg: the caller left, the others right. Each listening is on record.
         * @description Needs `conversations:read`.
         */
        get: operations["recording_audio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find recordings by number, agent, work item and day, newest first.
         * @description Needs `recordings:read`.
         */
        get: operations["find_recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recordings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a recording for good; that it was is on record.
         * @description Needs `contacts:erase`.
         */
        delete: operations["delete_recording"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search contacts.
         * @description Needs `contacts:read`.
         */
        get: operations["list_contacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a contact with addresses and the conversations the caller may see.
         * @description Needs `contacts:read`.
         */
        get: operations["contact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a contact.
         * @description Needs `contacts:write`.
         */
        patch: operations["edit_contact"];
        trace?: never;
    };
    "/contacts/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge this contact into another one.
         * @description Needs `contacts:write`.
         */
        post: operations["merge_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all that is stored of a person as a JSON file; its files are fetched by their ids.
         * @description Needs `contacts:erase`.
         */
        get: operations["contact_copy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say what erasing a contact would erase; nothing is changed.
         * @description Needs `contacts:erase`.
         */
        get: operations["erasure_plan"];
        put?: never;
        /**
         * Begin to erase a contact with all that is about them; there is no way back.
         * @description Needs `contacts:erase`.
         */
        post: operations["erase_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return who was erased (ids and numbers), newest first; `done_at` is null while it goes on.
         * @description Needs `contacts:erase`.
         */
        get: operations["list_erasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store a file; its name is percent-encoded in X-File-Name, its type is found from its content.
         * @description Needs `conversations:write`.
         */
        post: operations["upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a file's bytes as a download.
         * @description Needs `conversations:read`.
         */
        get: operations["download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return up to 200 articles, the last changed first, or ranked; archived ones only when asked for.
         * @description Needs `knowledge:read`.
         */
        get: operations["list_articles"];
        put?: never;
        /**
         * Write a new article; nobody gets it before it is published.
         * @description Needs `knowledge:write`.
         */
        post: operations["create_article"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the articles by state, category, language, owner and audience.
         * @description Needs `knowledge:read`.
         */
        get: operations["article_counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/knowledge/to-do": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return what waits for the caller: reviews, comments, articles to be verified; newest first.
         * @description Needs `knowledge:write`.
         */
        get: operations["to_do"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return an article as its editors see it.
         * @description Needs `knowledge:read`.
         */
        get: operations["article"];
        /**
         * Save a new version as a draft; customers keep the published one until this is published.
         * @description Needs `knowledge:write`.
         */
        put: operations["save_article"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change owner, interval of verification or expiry; these hold at once.
         * @description Needs `knowledge:write`.
         */
        patch: operations["set_details"];
        trace?: never;
    };
    "/articles/{id}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the saved versions, newest first.
         * @description Needs `knowledge:read`.
         */
        get: operations["revisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return what was done with the article, by whom and when, newest first.
         * @description Needs `knowledge:read`.
         */
        get: operations["history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/translations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the article in all its languages, the one it was written in first.
         * @description Needs `knowledge:read`.
         */
        get: operations["translations"];
        put?: never;
        /**
         * Begin the article in another language, as a draft with the text to be translated.
         * @description Needs `knowledge:write`.
         */
        post: operations["translate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an article that stands alone a translation of another.
         * @description Needs `knowledge:write`.
         */
        post: operations["join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/in-step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Note that a translation says what its source says now.
         * @description Needs `knowledge:write`.
         */
        post: operations["in_step"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return what colleagues said about the article, oldest first.
         * @description Needs `knowledge:read`.
         */
        get: operations["comments"];
        put?: never;
        /**
         * Say something about a version.
         * @description Needs `knowledge:write`.
         */
        post: operations["comment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article-comments/{id}/resolved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Resolve a comment, or open it again.
         * @description Needs `knowledge:write`.
         */
        put: operations["settle_comment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article-images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store a picture for articles; Markdown shows it as `![words](/kb/images/ID)`.
         * @description Needs `knowledge:write`.
         */
        post: operations["upload_image"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/knowledge/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return what is published and has all the words, also for staff only, as the channel brings it.
         * @description Needs `knowledge:read`.
         */
        get: operations["find_answers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/knowledge/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show an article as chat, mail, SMS, fax and speech would bring it.
         * @description Needs `knowledge:read`.
         */
        post: operations["preview_channels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/knowledge/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show what the bot would answer, and from what.
         * @description Needs `knowledge:read`.
         */
        post: operations["try_question"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the newest version to review.
         * @description Needs `knowledge:write`.
         */
        post: operations["submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take what is in review, approved or scheduled back to its draft.
         * @description Needs `knowledge:write`.
         */
        post: operations["withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/request-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a version back to its author, with a comment that says why.
         * @description Needs `knowledge:publish`.
         */
        post: operations["request_changes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find a version good.
         * @description Needs `knowledge:publish`.
         */
        post: operations["approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the newest version to customers from a moment on.
         * @description Needs `knowledge:publish`.
         */
        post: operations["schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/unschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call a schedule off.
         * @description Needs `knowledge:publish`.
         */
        post: operations["unschedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the newest version to customers.
         * @description Needs `knowledge:publish`.
         */
        post: operations["publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up an edit: the newest version says again what customers are told.
         * @description Needs `knowledge:write`.
         */
        post: operations["discard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the content of an earlier version a new draft.
         * @description Needs `knowledge:write`.
         */
        post: operations["restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the article away from customers.
         * @description Needs `knowledge:publish`.
         */
        post: operations["unpublish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the article away.
         * @description Needs `knowledge:publish`.
         */
        post: operations["archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/bring-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an archived article a draft again.
         * @description Needs `knowledge:publish`.
         */
        post: operations["bring_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Note that what customers are told is still true.
         * @description Needs `knowledge:write`.
         */
        post: operations["verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/knowledge/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return what is asked for before customers get an article.
         * @description Needs `knowledge:read`.
         */
        get: operations["policy"];
        /**
         * Set whether a review is required, and whether by somebody else than the author.
         * @description Needs `settings:write`.
         */
        put: operations["set_policy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/knowledge/phrasing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have the answer to a question phrased now, and show what the check finds. Nothing is counted.
         * @description Needs `knowledge:read`.
         */
        post: operations["try_phrasing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the flows that customers can be sent to, with what these ask for.
         * @description Needs `conversations:write`.
         */
        get: operations["flow_options"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/{id}/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the conversations that a flow led lately, newest first, to be looked at and taken again.
         * @description Needs `knowledge:write`.
         */
        get: operations["led_conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/flow-traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return what bots did in a conversation, turn by turn and step by step, with variables.
         * @description Needs `conversations:read`.
         */
        get: operations["flow_traces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/flow-replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a conversation's turns again with the results of then; with a text, as that would have gone.
         * @description Needs `knowledge:write`.
         */
        post: operations["replay_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/flow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the customer to a flow with values; an agent who wants that gets them back with the result.
         * @description Needs `conversations:write`.
         */
        post: operations["send_to_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all flows by name, also archived ones.
         * @description Needs `knowledge:read`.
         */
        get: operations["list_flows"];
        put?: never;
        /**
         * Write a new flow; nobody gets it before it is published. Its text may still be wrong.
         * @description Needs `knowledge:write`.
         */
        post: operations["create_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the kinds of steps there are, with their keys, for forms.
         * @description Needs `knowledge:read`.
         */
        get: operations["step_kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what is wrong with a text, where, and how it looks as a diagram.
         * @description Needs `knowledge:read`.
         */
        post: operations["check_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take one turn of a flow, saved or not, without doing anything.
         * @description Needs `knowledge:write`.
         */
        post: operations["simulate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the test cases of a flow, saved or not.
         * @description Needs `knowledge:write`.
         */
        post: operations["test_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a flow as its editors see it.
         * @description Needs `knowledge:read`.
         */
        get: operations["flow"];
        /**
         * Save a new version; a published flow keeps its published version until published again.
         * @description Needs `knowledge:write`.
         */
        put: operations["save_flow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let new conversations begin with the newest version, if it has no errors and its tests pass.
         * @description Needs `knowledge:write`.
         */
        post: operations["publish_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let no new conversation begin with it; those in progress go on to their end.
         * @description Needs `knowledge:write`.
         */
        post: operations["withdraw_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the flow away.
         * @description Needs `knowledge:write`.
         */
        post: operations["archive_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the saved versions, newest first.
         * @description Needs `knowledge:read`.
         */
        get: operations["flow_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the bots that entry points, keywords and rules can choose now; flows, if they are published.
         * @description Needs `directory:read`.
         */
        get: operations["list_bots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/bots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return how bots did: containment, handoffs and why, questions without an answer, opinions.
         * @description Needs `live:read`.
         */
        get: operations["bot_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/bots/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the same as a CSV file.
         * @description Needs `live:read`.
         */
        get: operations["bot_report_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/briefing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return what was asked, tried and collected before a person took over.
         * @description Needs `conversations:read`.
         */
        get: operations["briefing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/told": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return which customers got an answer from this article.
         * @description Needs `knowledge:read`.
         */
        get: operations["told"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles/{id}/told-file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the same as a CSV file, up to 20,000 answers.
         * @description Needs `knowledge:read`.
         */
        get: operations["told_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/knowledge/use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return how often articles were told, and what customers made of it.
         * @description Needs `knowledge:read`.
         */
        get: operations["article_use"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/insertions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Note that an article was put into a reply; what is sent is cited if it has the article's words.
         * @description Needs `conversations:write`.
         */
        post: operations["note_insertion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles-import/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show what a file would become: Markdown, HTML, CSV, JSON lines, DOCX, PDF, or a zip of such files.
         * @description Needs `knowledge:write`.
         */
        post: operations["preview_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles-import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make drafts; up to 200 at once.
         * @description Needs `knowledge:write`.
         */
        post: operations["import_articles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/articles-export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all articles that are not archived, in their newest version.
         * @description Needs `knowledge:read`.
         */
        get: operations["export_articles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/knowledge/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the test questions.
         * @description Needs `knowledge:read`.
         */
        get: operations["list_question_tests"];
        put?: never;
        /**
         * Keep a test question.
         * @description Needs `knowledge:write`.
         */
        post: operations["add_question_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/knowledge/tests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change what a test question must be answered with.
         * @description Needs `knowledge:write`.
         */
        put: operations["expect_answer"];
        post?: never;
        /**
         * Forget a test question.
         * @description Needs `knowledge:write`.
         */
        delete: operations["remove_question_test"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/knowledge/tests-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask all test questions, and say which of them a change would break.
         * @description Needs `knowledge:read`.
         */
        post: operations["run_question_tests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the gaps in a state.
         * @description Needs `knowledge:write`.
         */
        get: operations["list_gaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/gaps/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a gap with the questions in it; conversations are named to those who may read them.
         * @description Needs `knowledge:write`.
         */
        get: operations["gap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/gaps/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a draft of an article with the gap's questions.
         * @description Needs `knowledge:write`.
         */
        post: operations["draft_from_gap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/gaps/{id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that no article is wanted for this.
         * @description Needs `knowledge:write`.
         */
        post: operations["dismiss_gap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/gaps/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a gap back on the list.
         * @description Needs `knowledge:write`.
         */
        post: operations["reopen_gap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/gaps/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put all questions of a gap into another one, which is returned; the first is gone.
         * @description Needs `knowledge:write`.
         */
        post: operations["merge_gap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unanswered/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put one question into another gap, or one of its own; return that.
         * @description Needs `knowledge:write`.
         */
        post: operations["move_question"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{id}/article": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a draft of an article from an agent's answer and the customer's question before it.
         * @description Needs `conversations:write`.
         */
        post: operations["draft_from_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/help-centre": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return whether there is a help centre, its name, and the chat it opens.
         * @description Needs `knowledge:read`.
         */
        get: operations["help_centre"];
        /**
         * Switch the help centre on or off, and name it.
         * @description Needs `settings:write`.
         */
        put: operations["set_help_centre"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return queues and agents as they are now, with today's figures.
         * @description Needs `live:read`.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/live/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return everything in line, with place and estimate.
         * @description Needs `live:read`.
         */
        get: operations["waiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/live/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the calls with customers that go on, the oldest first.
         * @description Needs `live:read`.
         */
        get: operations["live_calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{id}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set somebody else's presence.
         * @description Needs `work:manage`.
         */
        put: operations["set_presence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all skills.
         * @description Needs `settings:read`.
         */
        get: operations["list_skills"];
        put?: never;
        /**
         * Create a skill.
         * @description Needs `settings:write`.
         */
        post: operations["create_skill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/skills/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a skill.
         * @description Needs `settings:read`.
         */
        get: operations["get_skill"];
        /**
         * Replace a skill; `rev` must be the one it was read at.
         * @description Needs `settings:write`.
         */
        put: operations["replace_skill"];
        post?: never;
        /**
         * Delete a skill that nothing uses.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_skill"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all calendars.
         * @description Needs `settings:read`.
         */
        get: operations["list_calendars"];
        put?: never;
        /**
         * Create a calendar.
         * @description Needs `settings:write`.
         */
        post: operations["create_calendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/calendars/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a calendar.
         * @description Needs `settings:read`.
         */
        get: operations["get_calendar"];
        /**
         * Replace a calendar; `rev` must be the one it was read at.
         * @description Needs `settings:write`.
         */
        put: operations["replace_calendar"];
        post?: never;
        /**
         * Delete a calendar that nothing uses.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_calendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all queues.
         * @description Needs `settings:read`.
         */
        get: operations["list_queues"];
        put?: never;
        /**
         * Create a queue.
         * @description Needs `settings:write`.
         */
        post: operations["create_queue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/queues/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a queue.
         * @description Needs `settings:read`.
         */
        get: operations["get_queue"];
        /**
         * Replace a queue; `rev` must be the one it was read at.
         * @description Needs `settings:write`.
         */
        put: operations["replace_queue"];
        post?: never;
        /**
         * Delete a queue that nothing uses.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_queue"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/entry-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all entry points.
         * @description Needs `settings:read`.
         */
        get: operations["list_entry_points"];
        put?: never;
        /**
         * Create a entry point.
         * @description Needs `settings:write`.
         */
        post: operations["create_entry_point"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/entry-points/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a entry point.
         * @description Needs `settings:read`.
         */
        get: operations["get_entry_point"];
        /**
         * Replace a entry point; `rev` must be the one it was read at.
         * @description Needs `settings:write`.
         */
        put: operations["replace_entry_point"];
        post?: never;
        /**
         * Delete a entry point that nothing uses.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_entry_point"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/dispositions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all dispositions.
         * @description Needs `settings:read`.
         */
        get: operations["list_dispositions"];
        put?: never;
        /**
         * Create a disposition.
         * @description Needs `settings:write`.
         */
        post: operations["create_disposition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/dispositions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a disposition.
         * @description Needs `settings:read`.
         */
        get: operations["get_disposition"];
        /**
         * Replace a disposition; `rev` must be the one it was read at.
         * @description Needs `settings:write`.
         */
        put: operations["replace_disposition"];
        post?: never;
        /**
         * Delete a disposition that nothing uses.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_disposition"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/canned-replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all canned replies.
         * @description Needs `settings:read`.
         */
        get: operations["list_canned_replies"];
        put?: never;
        /**
         * Create a canned reply.
         * @description Needs `settings:write`.
         */
        post: operations["create_canned_reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/canned-replies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a canned reply.
         * @description Needs `settings:read`.
         */
        get: operations["get_canned_reply"];
        /**
         * Replace a canned reply; `rev` must be the one it was read at.
         * @description Needs `settings:write`.
         */
        put: operations["replace_canned_reply"];
        post?: never;
        /**
         * Delete a canned reply that nothing uses.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_canned_reply"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/mailboxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all mailboxes.
         * @description Needs `settings:read`.
         */
        get: operations["list_mailboxes"];
        put?: never;
        /**
         * Create a mailbox.
         * @description Needs `settings:write`.
         */
        post: operations["create_mailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/mailboxes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a mailbox.
         * @description Needs `settings:read`.
         */
        get: operations["get_mailbox"];
        /**
         * Replace a mailbox; `rev` must be the one it was read at.
         * @description Needs `settings:write`.
         */
        put: operations["replace_mailbox"];
        post?: never;
        /**
         * Delete a mailbox that nothing uses.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_mailbox"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/sms-routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all sms routes.
         * @description Needs `settings:read`.
         */
        get: operations["list_sms_routes"];
        put?: never;
        /**
         * Create a sms route.
         * @description Needs `settings:write`.
         */
        post: operations["create_sms_route"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/sms-routes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a sms route.
         * @description Needs `settings:read`.
         */
        get: operations["get_sms_route"];
        /**
         * Replace a sms route; `rev` must be the one it was read at.
         * @description Needs `settings:write`.
         */
        put: operations["replace_sms_route"];
        post?: never;
        /**
         * Delete a sms route that nothing uses.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_sms_route"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/bot-limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all bot limits.
         * @description Needs `settings:read`.
         */
        get: operations["list_bot_limits"];
        put?: never;
        /**
         * Create a bot limit.
         * @description Needs `settings:write`.
         */
        post: operations["create_bot_limit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/bot-limits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a bot limit.
         * @description Needs `settings:read`.
         */
        get: operations["get_bot_limit"];
        /**
         * Replace a bot limit; `rev` must be the one it was read at.
         * @description Needs `settings:write`.
         */
        put: operations["replace_bot_limit"];
        post?: never;
        /**
         * Delete a bot limit that nothing uses.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_bot_limit"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all rules.
         * @description Needs `settings:read`.
         */
        get: operations["list_rules"];
        put?: never;
        /**
         * Create a rule.
         * @description Needs `settings:write`.
         */
        post: operations["create_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a rule.
         * @description Needs `settings:read`.
         */
        get: operations["get_rule"];
        /**
         * Replace a rule; `rev` must be the one it was read at.
         * @description Needs `settings:write`.
         */
        put: operations["replace_rule"];
        post?: never;
        /**
         * Delete a rule that nothing uses.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all webhooks.
         * @description Needs `settings:read`.
         */
        get: operations["list_webhooks"];
        put?: never;
        /**
         * Create a webhook.
         * @description Needs `settings:write`.
         */
        post: operations["create_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a webhook.
         * @description Needs `settings:read`.
         */
        get: operations["get_webhook"];
        /**
         * Replace a webhook; `rev` must be the one it was read at.
         * @description Needs `settings:write`.
         */
        put: operations["replace_webhook"];
        post?: never;
        /**
         * Delete a webhook that nothing uses.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_webhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all accounts.
         * @description Needs `settings:read`.
         */
        get: operations["list_staff"];
        put?: never;
        /**
         * Create an account.
         * @description Needs `settings:write`.
         */
        post: operations["create_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/staff/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return an account.
         * @description Needs `settings:read`.
         */
        get: operations["get_staff"];
        /**
         * Replace an account; a new password or a deactivation ends its sessions, and it gets no more work.
         * @description Needs `settings:write`.
         */
        put: operations["replace_staff"];
        post?: never;
        /**
         * Delete an account that has never worked; others are deactivated instead.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_staff"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return all API tokens.
         * @description Needs `settings:read`.
         */
        get: operations["list_tokens"];
        put?: never;
        /**
         * Make an API token.
         * @description Needs `settings:write`.
         */
        post: operations["create_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return an API token.
         * @description Needs `settings:read`.
         */
        get: operations["get_token"];
        put?: never;
        post?: never;
        /**
         * End an API token.
         * @description Needs `settings:write`.
         */
        delete: operations["delete_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings-export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the whole set-up as one document, with secrets masked.
         * @description Needs `settings:read`.
         */
        get: operations["export_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings-import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring the set-up to what the document says, all of it or nothing; what it does not name stays.
         * @description Needs `settings:write`.
         */
        post: operations["import_settings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sms-routes/{id}/opt-outs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the numbers that want no SMS from a route, newest first.
         * @description Needs `settings:read`.
         */
        get: operations["list_opt_outs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/opt-outs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let SMS be sent again to a number that asked for none.
         * @description Needs `settings:write`.
         */
        delete: operations["allow_again"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/channels/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return the live state of all mailboxes and SMS routes.
         * @description Needs `settings:read`.
         */
        get: operations["channel_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a mailbox as it is being edited, without sending anything.
         * @description Needs `settings:write`.
         */
        post: operations["test_mailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sms-routes/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a sms route as it is being edited, without sending anything.
         * @description Needs `settings:write`.
         */
        post: operations["test_sms_route"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return who changed what, newest first.
         * @description Needs `audit:read`.
         */
        get: operations["audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return what was sent to a webhook, and what became of it.
         * @description Needs `settings:read`.
         */
        get: operations["deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a dead delivery again, under its old id.
         * @description Needs `settings:write`.
         */
        post: operations["retry_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Problem
         * @description An error as RFC 9457 describes it; programs read `code`, people read `detail`.
         */
        Problem: {
            status: number;
            code: string;
            title: string;
            detail: string;
            /** @default about:blank */
            type: string;
            field?: string;
            existing?: string;
            last_seq?: number;
            retry_after?: number;
        };
        /**
         * SetupView
         * @description Whether the first administrator is still to be created.
         */
        SetupView: {
            needed: boolean;
        };
        /**
         * FirstAdmin
         * @description Who the first administrator is; `token` comes from the link.
         */
        FirstAdmin: {
            token: string;
            login: string;
            name: string;
            password: string;
        };
        /**
         * SessionView
         * @description A sign-in: who, and the token to send as X-CSRF-Token with every write.
         */
        SessionView: {
            staff: components["schemas"]["Me"];
            csrf: string;
        };
        /**
         * Me
         * @description The signed-in person.
         */
        Me: {
            id: string;
            login: string;
            name: string;
            email: string;
            roles: components["schemas"]["Role"][];
            permissions: string[];
            queues: string[];
            skills: {
                [key: string]: number;
            };
            capacity: {
                [key: string]: number;
            };
            interrupted_by: {
                [key: string]: components["schemas"]["Channel"][];
            };
            language: string;
            preferences: {
                [key: string]: string;
            };
            phone: string;
            on_phone: boolean;
            active: boolean;
            created_at: string;
            rev: number;
            totp: boolean;
            presence: components["schemas"]["AgentState"];
        };
        /**
         * Role
         * @description What a person may do; one may have several.
         * @enum {unknown}
         */
        Role: "admin" | "agent" | "editor" | "supervisor" | "writer";
        /**
         * Channel
         * @description A kind of way to reach each other.
         * @enum {unknown}
         */
        Channel: "chat" | "email" | "fax" | "sms" | "voice";
        /**
         * AgentState
         * @description An agent's live state; its id is the staff id.
         *
         *         `held` has every item offered to, assigned to or wrapped up by the agent. Every offer saves this
         *         record by compare-and-set with the work item, so capacity cannot be exceeded by a race.
         */
        AgentState: {
            id: string;
            /** @default 0 */
            rev: number;
            /** @default offline */
            presence: components["schemas"]["PresenceState"];
            /** @default  */
            reason: string;
            since: string;
            idle_since: string;
            /** @default {} */
            held: {
                [key: string]: components["schemas"]["Held"];
            };
            /** @default 0 */
            misses: number;
        };
        /**
         * PresenceState
         * @description What an agent chose.
         * @enum {unknown}
         */
        PresenceState: "available" | "away" | "offline";
        /**
         * Held
         * @description A work item that takes up an agent's capacity.
         */
        Held: {
            channel: components["schemas"]["Channel"];
            state: components["schemas"]["WorkState"];
            since: string;
        };
        /**
         * WorkState
         * @description Where a work item is.
         * @enum {unknown}
         */
        WorkState: "abandoned" | "assigned" | "cancelled" | "completed" | "offered" | "parked" | "queued" | "wrap_up";
        /**
         * SignIn
         * @description Log-in name and password; `code` is the second factor where one is set up.
         */
        SignIn: {
            login: string;
            password: string;
            /** @default  */
            code: string;
        };
        /**
         * ProfilePatch
         * @description What people change about themselves.
         */
        ProfilePatch: {
            name?: string;
            language?: string;
            preferences?: {
                [key: string]: string;
            };
            on_phone?: boolean;
        };
        /**
         * PasswordChange
         * @description The present password and the next one.
         */
        PasswordChange: {
            old: string;
            new: string;
        };
        /**
         * TotpView
         * @description A new second factor to confirm: the secret, and the same as an otpauth:// address for a QR code.
         */
        TotpView: {
            secret: string;
            uri: string;
        };
        /**
         * TotpCode
         * @description A code of the new second factor, to prove that it works.
         */
        TotpCode: {
            code: string;
        };
        /**
         * Password
         * @description The password, asked again for what weakens an account.
         */
        Password: {
            password: string;
        };
        /**
         * PresenceChange
         * @description What an agent chose.
         */
        PresenceChange: {
            presence: components["schemas"]["PresenceState"];
            /** @default  */
            reason: string;
        };
        /**
         * Offer
         * @description A work item held for one agent for a limited time, with the reasons for choosing them.
         */
        Offer: {
            id: string;
            /** @default 0 */
            rev: number;
            work_item: string;
            conversation: string;
            queue: string;
            channel: components["schemas"]["Channel"];
            agent: string;
            /** @default offered */
            state: components["schemas"]["OfferState"];
            offered_at: string;
            expires_at: string;
            /** @default null */
            ended_at: string | null;
            /** @default  */
            reason: string;
            /** @default [] */
            considered: components["schemas"]["Consideration"][];
        };
        /**
         * OfferState
         * @description What became of an offer.
         * @enum {unknown}
         */
        OfferState: "accepted" | "declined" | "expired" | "offered" | "withdrawn";
        /**
         * Consideration
         * @description Why an agent could or could not take an item, as a message key and its values.
         */
        Consideration: {
            agent: string;
            eligible: boolean;
            why: string;
            /** @default {} */
            vars: {
                [key: string]: string;
            };
        };
        /**
         * Directory
         * @description Names for all ids the desk shows, and the state of all agents.
         */
        Directory: {
            tenant: components["schemas"]["TenantBrief"];
            staff: components["schemas"]["StaffBrief"][];
            queues: components["schemas"]["Queue"][];
            skills: components["schemas"]["Skill"][];
            entry_points: components["schemas"]["EntryPointBrief"][];
            dispositions: components["schemas"]["Disposition"][];
            canned_replies: components["schemas"]["CannedReply"][];
            calendars: components["schemas"]["Calendar"][];
            agents: components["schemas"]["AgentState"][];
        };
        /**
         * TenantBrief
         * @description The organisation.
         */
        TenantBrief: {
            id: string;
            name: string;
            language: string;
        };
        /**
         * StaffBrief
         * @description A colleague as everybody sees them.
         */
        StaffBrief: {
            id: string;
            name: string;
            roles: components["schemas"]["Role"][];
            skills: {
                [key: string]: number;
            };
            queues: string[];
            active: boolean;
        };
        /**
         * Queue
         * @description An ordered waiting line. Times in seconds. Unique by name.
         */
        Queue: {
            id: string;
            /** @default 0 */
            rev: number;
            name: string;
            /** @default  */
            description: string;
            /** @default [] */
            steps: components["schemas"]["Step"][];
            /** @default null */
            calendar: string | null;
            /** @default longest_idle */
            selection: components["schemas"]["Selection"];
            /** @default 20 */
            service_seconds: number;
            /** @default 80 */
            service_percent: number;
            /** @default 30 */
            offer_seconds: number;
            /** @default 60 */
            wrap_up_seconds: number;
            /** @default 259200 */
            sticky_seconds: number;
            /** @default 0 */
            priority: number;
            /** @default 0 */
            priority_class: number;
            /** @default null */
            overflow: components["schemas"]["Overflow"] | null;
            /** @default null */
            recording_days: number | null;
            /** @default draft */
            mail_bot: components["schemas"]["MailBot"];
            /** @default {} */
            mail_signature: {
                [key: string]: string;
            };
            /** @default 2 */
            misses_allowed: number;
            /**
             * @default {
             *       "announce_every": 45,
             *       "news": {},
             *       "call_back": true,
             *       "leave_message": true,
             *       "resume_within": 300,
             *       "tries": 3,
             *       "retry_after": 900
             *     }
             */
            waiting: components["schemas"]["Waiting"];
            /** @default  */
            caller_number: string;
            /** @default {} */
            agent_announcement: {
                [key: string]: string;
            };
            /** @default true */
            active: boolean;
        };
        /**
         * Step
         * @description A set of requirements that holds from `after` seconds of the item's age on.
         */
        Step: {
            /** @default [] */
            skills: components["schemas"]["Requirement"][];
            /** @default 0 */
            after: number;
        };
        /**
         * Requirement
         * @description A skill by id and the least grade (1 to 5). An agent without the skill never matches.
         */
        Requirement: {
            skill: string;
            /** @default 1 */
            minimum: number;
        };
        /**
         * Selection
         * @description How a queue chooses among eligible agents.
         * @enum {unknown}
         */
        Selection: "best_proficiency" | "least_occupied" | "longest_idle";
        /**
         * Overflow
         * @description When new work goes to another queue: checked once, before it enters.
         */
        Overflow: {
            queue: string;
            /** @default null */
            wait_over: number | null;
            /** @default null */
            per_agent_over: number | null;
        };
        /**
         * MailBot
         * @description What a bot may do with a queue's mail.
         * @enum {unknown}
         */
        MailBot: "answer" | "draft" | "off";
        /**
         * Waiting
         * @description What callers who wait in a queue hear and may choose. Times in seconds.
         *
         *         `call_back` and `leave_message` are offered with the place. `resume_within` is how long somebody who
         *         hung up keeps the place. A call-back nobody answers is tried `tries` times, `retry_after` each other.
         */
        Waiting: {
            /** @default 45 */
            announce_every: number;
            /** @default {} */
            news: {
                [key: string]: string[];
            };
            /** @default true */
            call_back: boolean;
            /** @default true */
            leave_message: boolean;
            /** @default 300 */
            resume_within: number;
            /** @default 3 */
            tries: number;
            /** @default 900 */
            retry_after: number;
        };
        /**
         * Skill
         * @description A named ability. Unique by name.
         */
        Skill: {
            id: string;
            /** @default 0 */
            rev: number;
            name: string;
            /** @default  */
            description: string;
        };
        /**
         * EntryPointBrief
         * @description An address of ours, without its secrets.
         */
        EntryPointBrief: {
            id: string;
            channel: components["schemas"]["Channel"];
            name: string;
            queue: string;
            active: boolean;
        };
        /**
         * Disposition
         * @description An outcome code chosen in wrap-up. Empty `queues` means all. Unique by code.
         */
        Disposition: {
            id: string;
            /** @default 0 */
            rev: number;
            code: string;
            label: {
                [key: string]: string;
            };
            /** @default [] */
            queues: string[];
            /** @default true */
            active: boolean;
        };
        /**
         * CannedReply
         * @description A prepared answer; `{{contact.name}}` and the like are filled in. Unique by shortcut.
         */
        CannedReply: {
            id: string;
            /** @default 0 */
            rev: number;
            shortcut: string;
            title: string;
            text: {
                [key: string]: string;
            };
            /** @default [] */
            queues: string[];
        };
        /**
         * Calendar
         * @description Opening hours. `week` has seven lists of periods, Monday first.
         */
        Calendar: {
            id: string;
            /** @default 0 */
            rev: number;
            name: string;
            /** @default UTC */
            timezone: string;
            week: components["schemas"]["Period"][][];
            /** @default [] */
            holidays: components["schemas"]["Holiday"][];
        };
        /**
         * Period
         * @description Opening time within a day, local time "HH:MM"; `end` may be "24:00".
         */
        Period: {
            start: string;
            end: string;
        };
        /**
         * Holiday
         * @description A day that differs from its weekday; no periods means closed.
         */
        Holiday: {
            /** Format: date */
            day: string;
            /** @default  */
            name: string;
            /** @default [] */
            periods: components["schemas"]["Period"][];
        };
        /**
         * ConversationPage
         * @description Part of a list; give `next` as `before` to get what follows.
         */
        ConversationPage: {
            items: components["schemas"]["ConversationRow"][];
            next: number | null;
        };
        /**
         * ConversationRow
         * @description A conversation in a list.
         */
        ConversationRow: {
            conversation: components["schemas"]["Conversation"];
            contact: components["schemas"]["ContactBrief"];
            work_item: components["schemas"]["WorkItem"] | null;
        };
        /**
         * Conversation
         * @description The thread with one contact about one matter; may span channels and days.
         *
         *         `handler` says who speaks for us now: a bot's name, "agent", or "" (waiting or nobody).
         *         `last_seq` is the sequence number of its newest message.
         */
        Conversation: {
            id: string;
            /** @default 0 */
            rev: number;
            contact: string;
            channel: components["schemas"]["Channel"];
            entry_point: string;
            /** @default open */
            state: components["schemas"]["ConversationState"];
            /** @default  */
            subject: string;
            /** @default  */
            language: string;
            /** @default  */
            handler: string;
            /** @default [] */
            tags: string[];
            opened_at: string;
            last_at: string;
            /** @default 0 */
            last_seq: number;
            /** @default  */
            last_text: string;
            /** @default null */
            last_direction: components["schemas"]["Direction"] | null;
            /** @default null */
            last_author: components["schemas"]["AuthorKind"] | null;
            /** @default 0 */
            read_seq: number;
            /** @default  */
            interaction: string;
            /** @default null */
            work_item: string | null;
            /** @default null */
            work_state: components["schemas"]["WorkState"] | null;
            /** @default null */
            agent: string | null;
            /** @default null */
            queue: string | null;
            /** @default [] */
            skills: components["schemas"]["Requirement"][];
            /** @default 0 */
            priority: number;
            /** @default null */
            merged_into: string | null;
            /** @default null */
            resolved_at: string | null;
            /** @default [] */
            data: components["schemas"]["Field"][];
            /** @default  */
            reference: string;
        };
        /**
         * ConversationState
         * @description Whether the matter is still open.
         * @enum {unknown}
         */
        ConversationState: "merged" | "open" | "resolved";
        /**
         * Direction
         * @description Which way a message goes.
         * @enum {unknown}
         */
        Direction: "inbound" | "internal" | "outbound";
        /**
         * AuthorKind
         * @description Who wrote a message.
         * @enum {unknown}
         */
        AuthorKind: "agent" | "bot" | "contact" | "system";
        /**
         * Field
         * @description One value of a data packet; None means that it is not known (yet).
         *
         *         `label` is by language; without any, `name` is shown. `shown` is how a value is said to people where
         *         that differs, by language (a choice's label). A `secret` has no value in packets: it only says that
         *         the flow knows it.
         */
        Field: {
            name: string;
            /** @default {} */
            label: {
                [key: string]: string;
            };
            /** @default text */
            type: components["schemas"]["FieldType"];
            /** @default null */
            value: string | number | boolean | null;
            /** @default  */
            unit: string;
            /** @default {} */
            shown: {
                [key: string]: string;
            };
            /** @default false */
            secret: boolean;
        };
        /**
         * FieldType
         * @description What a value is, and so how it is asked for, checked and shown.
         *
         *         Values are: a date as "2026-11-23", a phone number as E.164, an amount as a number with its currency in
         *         `unit`, a choice as the value of what was chosen.
         * @enum {unknown}
         */
        FieldType: "amount" | "choice" | "date" | "email" | "number" | "phone" | "text" | "yes_no";
        /**
         * ContactBrief
         * @description A contact in a list. `address` is the number or mail address of one without a name, if there is one.
         */
        ContactBrief: {
            id: string;
            name: string;
            /** @default  */
            address: string;
        };
        /**
         * WorkItem
         * @description Someone must attend to this: the routable unit. Holds no personal data.
         *
         *         `arrived_at` counts for order and age; it survives transfers and re-queues, so nobody loses
         *         their place. `agent` is who it is offered or assigned to. `preferred_agent` is asked first.
         */
        WorkItem: {
            id: string;
            /** @default 0 */
            rev: number;
            conversation: string;
            interaction: string;
            contact: string;
            channel: components["schemas"]["Channel"];
            queue: string;
            /** @default queued */
            state: components["schemas"]["WorkState"];
            /** @default [] */
            extra_skills: components["schemas"]["Requirement"][];
            /** @default 0 */
            priority: number;
            /** @default 0 */
            priority_class: number;
            /** @default  */
            language: string;
            /** @default  */
            reason: string;
            arrived_at: string;
            queued_at: string;
            /** @default null */
            not_before: string | null;
            /** @default null */
            offer: string | null;
            /** @default null */
            agent: string | null;
            /** @default null */
            preferred_agent: string | null;
            /** @default false */
            only_agent: boolean;
            /** @default [] */
            passed_by: string[];
            /** @default null */
            offered_at: string | null;
            /** @default null */
            accepted_at: string | null;
            /** @default null */
            parked_until: string | null;
            /** @default null */
            wrap_up_at: string | null;
            /** @default null */
            wrap_up_until: string | null;
            /** @default null */
            completed_at: string | null;
            /** @default null */
            disposition: string | null;
            /** @default 0 */
            transfers: number;
            /** @default null */
            call_back: components["schemas"]["CallBack"] | null;
        };
        /**
         * CallBack
         * @description Nobody is on the line: whoever accepts the item has the customer called. `tries` had no answer.
         */
        CallBack: {
            /** @default 0 */
            tries: number;
        };
        /**
         * ConversationView
         * @description A conversation with what belongs to it.
         */
        ConversationView: {
            conversation: components["schemas"]["Conversation"];
            contact: components["schemas"]["Contact"];
            addresses: components["schemas"]["Address"][];
            work_item: components["schemas"]["WorkItem"] | null;
            offer: components["schemas"]["Offer"] | null;
            interactions: components["schemas"]["Interaction"][];
            merges: components["schemas"]["Merge"][];
        };
        /**
         * Contact
         * @description A person or company outside. `merged_into` points to the contact that took this one over.
         */
        Contact: {
            id: string;
            /** @default 0 */
            rev: number;
            /** @default  */
            name: string;
            /** @default  */
            company: string;
            /** @default  */
            language: string;
            /** @default  */
            notes: string;
            /** @default [] */
            tags: string[];
            /** @default {} */
            attributes: {
                [key: string]: string;
            };
            /** @default false */
            blocked: boolean;
            /** @default 0 */
            priority: number;
            /** @default null */
            merged_into: string | null;
            created_at: string;
        };
        /**
         * Address
         * @description One reachable identity of a contact in canonical form. Unique by kind and value.
         */
        Address: {
            id: string;
            /** @default 0 */
            rev: number;
            kind: components["schemas"]["AddressKind"];
            value: string;
            contact: string;
            /** @default false */
            verified: boolean;
        };
        /**
         * AddressKind
         * @description What kind of identity an address is.
         * @enum {unknown}
         */
        AddressKind: "email" | "external" | "fax" | "phone" | "visitor";
        /**
         * Interaction
         * @description One unbroken episode on one channel inside a conversation; the unit of reporting.
         */
        Interaction: {
            id: string;
            /** @default 0 */
            rev: number;
            conversation: string;
            contact: string;
            address: string;
            channel: components["schemas"]["Channel"];
            entry_point: string;
            /** @default  */
            thread: string;
            /** @default active */
            state: components["schemas"]["InteractionState"];
            started_at: string;
            /** @default null */
            ended_at: string | null;
            /** @default null */
            memory: components["schemas"]["BotMemory"] | null;
            /** @default null */
            rating: components["schemas"]["Rating"] | null;
            /** @default false */
            rating_asked: boolean;
            /** @default 0 */
            seen_seq: number;
            /** @default 0 */
            delivered_seq: number;
        };
        /**
         * InteractionState
         * @description Whether the episode goes on.
         * @enum {unknown}
         */
        InteractionState: "active" | "ended";
        /**
         * BotMemory
         * @description What the runner and the bot keep between two turns of an interaction.
         *
         *         It is about one stretch: from `since`, when the bot got the customer, until it is `handed_off`. `missed`
         *         counts the questions in it that had no answer, `misses` those in a row. `entry` is a turn that is owed
         *         though no customer wrote; `agent` is who gets the customer back from this bot. `place` is the flow
         *         bot's own.
         */
        BotMemory: {
            bot: string;
            /** @default 0 */
            answered_seq: number;
            /** @default 0 */
            turns: number;
            /** @default 0 */
            misses: number;
            /** @default  */
            last_said: string;
            /** @default 0 */
            repeats: number;
            /** @default {} */
            slots: {
                [key: string]: string;
            };
            /** @default false */
            handed_off: boolean;
            /** @default null */
            place: components["schemas"]["FlowPlace"] | null;
            /** @default null */
            entry: components["schemas"]["Entry"] | null;
            /** @default null */
            agent: string | null;
            /** @default null */
            since: string | null;
            /** @default 0 */
            missed: number;
        };
        /**
         * FlowPlace
         * @description Where a conversation stands in a flow. Opaque to everybody but bots.flow, which writes and reads it.
         *
         *         `version` is the published one that the conversation began with; it stays on it. `variables` are JSON.
         *         `tries` counts failed answers to the present question, `stage` the questions of a step with several.
         *         `pins` are the versions of flows it may call, as these were published then.
         *         `ahead` are keys pressed for questions to come, `filled` variables whose questions need not be put;
         *         `data` is what the flows that wait for this one collected.
         */
        FlowPlace: {
            flow: string;
            version: number;
            step: string;
            /** @default [] */
            calls: components["schemas"]["Frame"][];
            /** @default {} */
            variables: Record<string, never>;
            /** @default  */
            language: string;
            /** @default 0 */
            tries: number;
            /** @default 0 */
            stage: number;
            /** @default false */
            asked: boolean;
            /** @default  */
            ahead: string;
            /** @default [] */
            filled: string[];
            /** @default [] */
            data: components["schemas"]["Field"][];
            /** @default false */
            returns: boolean;
            /** @default {} */
            pins: {
                [key: string]: number;
            };
        };
        /**
         * Frame
         * @description A flow that waits for another one, and the step that called it.
         */
        Frame: {
            flow: string;
            version: number;
            step: string;
            /** @default {} */
            variables: Record<string, never>;
        };
        /**
         * Entry
         * @description A turn that a bot owes without a message. `id` takes the message's place in ids derived from it.
         *
         *         `agent` is who gets the customer and the result back, if anybody wants that.
         */
        Entry: {
            id: string;
            kind: components["schemas"]["EntryKind"];
            /** @default [] */
            given: components["schemas"]["Field"][];
            /** @default  */
            by: string;
            /** @default null */
            agent: string | null;
        };
        /**
         * EntryKind
         * @description How a bot comes to its turn when no customer wrote.
         * @enum {unknown}
         */
        EntryKind: "returned" | "start";
        /**
         * Rating
         * @description What the customer thought of the service: 1 (bad) to 5 (very good).
         */
        Rating: {
            score: number;
            /** @default  */
            comment: string;
            at: string;
        };
        /**
         * Merge
         * @description A merge of two contacts or two conversations; `undone_at` is set once it was taken back.
         */
        Merge: {
            id: string;
            /** @default 0 */
            rev: number;
            kind: string;
            source: string;
            target: string;
            moved: components["schemas"]["MergeUndo"];
            by: string;
            at: string;
            /** @default null */
            undone_at: string | null;
        };
        /**
         * MergeUndo
         * @description What moved in a merge, so that it can be moved back.
         */
        MergeUndo: {
            /** @default [] */
            addresses: string[];
            /** @default [] */
            conversations: string[];
            /** @default [] */
            interactions: string[];
            /** @default [] */
            work_items: string[];
            /** @default [] */
            messages: string[];
        };
        /**
         * MessagePage
         * @description Part of a timeline, newest last; give `next` as `before` to get older ones.
         *
         *         `mails` tells more of those messages that are mails or leave through a provider.
         */
        MessagePage: {
            items: components["schemas"]["Message"][];
            mails: components["schemas"]["MailView"][];
            next: number | null;
        };
        /**
         * Message
         * @description One item of an interaction. `seq` is the sequence number of its event, set at commit.
         *
         *         Unique by `source` and `external_id`: the sender's own id makes redelivery harmless.
         *         `text` is what was written; `format` is "plain" or "markdown".
         */
        Message: {
            id: string;
            /** @default 0 */
            rev: number;
            conversation: string;
            interaction: string;
            direction: components["schemas"]["Direction"];
            author: components["schemas"]["Author"];
            text: string;
            /** @default plain */
            format: string;
            at: string;
            /** @default 0 */
            seq: number;
            source: string;
            external_id: string;
            /** @default sent */
            delivery: components["schemas"]["Delivery"];
            /** @default null */
            delivery_reason: components["schemas"]["Reason"] | null;
            /** @default false */
            draft: boolean;
            /** @default false */
            automatic: boolean;
            /** @default [] */
            attachments: components["schemas"]["Attachment"][];
            /** @default [] */
            choices: components["schemas"]["Choice"][];
            /** @default [] */
            citations: components["schemas"]["Citation"][];
            /** @default false */
            secret: boolean;
            /** @default false */
            takes_message: boolean;
            /** @default [] */
            mentions: string[];
            /** @default null */
            confidence: number | null;
            /** @default null */
            heard: string | null;
            /** @default  */
            notice: string;
            /** @default {} */
            notice_vars: {
                [key: string]: string;
            };
        };
        /**
         * Author
         * @description Who wrote a message; `name` as the other side saw it then.
         */
        Author: {
            kind: components["schemas"]["AuthorKind"];
            id: string;
            /** @default  */
            name: string;
        };
        /**
         * Delivery
         * @description What became of a message on its way to the other side.
         * @enum {unknown}
         */
        Delivery: "buffered" | "delivered" | "failed" | "pending" | "read" | "sent" | "unknown";
        /**
         * Reason
         * @description `code` names the sentence in the catalogues (`why.…`), `vars` fill it in.
         *
         *         `detail` is what the other side said, in its own words: it is shown beside the sentence as it is.
         */
        Reason: {
            code: string;
            /** @default {} */
            vars: {
                [key: string]: string;
            };
            /** @default  */
            detail: string;
        };
        /**
         * Attachment
         * @description A file that came with a message; `file` is the id of a StoredFile. Size in bytes.
         */
        Attachment: {
            file: string;
            name: string;
            type: string;
            size: number;
        };
        /**
         * Choice
         * @description A button under a bot's message; pressing it sends `value`. Where there are none, `key` is typed.
         */
        Choice: {
            label: string;
            value: string;
            /** @default  */
            key: string;
        };
        /**
         * Citation
         * @description The saved version of an article that an answer rests on.
         *
         *         `phrased` is the language model whose words the answer is in; empty for the article's own.
         */
        Citation: {
            article: string;
            revision: number;
            title: string;
            /** @default  */
            phrased: string;
        };
        /**
         * MailView
         * @description What a message carries besides its text, and how far it is on its way out.
         *
         *         `has_page` says that the mail has HTML, `in_page` which of its files are pictures there, and
         *         `remote_pictures` how many more are on the internet; `has_quoted` that it repeats what it answers. In a
         *         timeline `html` and `quoted` themselves are left out: they may be large, and are read seldom.
         */
        MailView: {
            message: string;
            mail: components["schemas"]["Mail"] | null;
            dispatch: components["schemas"]["Dispatch"] | null;
            has_page: boolean;
            in_page: string[];
            remote_pictures: number;
            has_quoted: boolean;
        };
        /**
         * Mail
         * @description The head of a mail and those parts of it that are folded away. Has the id of its message.
         *
         *         `html` is safe to show; empty when the mail had none. `bcc` is only known of what we send.
         */
        Mail: {
            id: string;
            /** @default 0 */
            rev: number;
            /** @default  */
            conversation: string;
            message_id: string;
            /** @default  */
            in_reply_to: string;
            /** @default [] */
            references: string[];
            /** @default  */
            subject: string;
            sender: components["schemas"]["MailAddress"];
            /** @default null */
            reply_to: components["schemas"]["MailAddress"] | null;
            /** @default [] */
            to: components["schemas"]["MailAddress"][];
            /** @default [] */
            cc: components["schemas"]["MailAddress"][];
            /** @default [] */
            bcc: components["schemas"]["MailAddress"][];
            /** @default null */
            date: string | null;
            /** @default  */
            html: string;
            /** @default  */
            quoted: string;
            /** @default  */
            signature: string;
            /** @default  */
            calendar: string;
            /** @default  */
            automatic: components["schemas"]["Automatic"];
            /** @default  */
            list_id: string;
            /** @default false */
            signed: boolean;
            /** @default false */
            encrypted: boolean;
            /** @default  */
            sender_check: components["schemas"]["SenderCheck"];
            /** @default true */
            quotes: boolean;
            /** @default null */
            original: components["schemas"]["Attachment"] | null;
            /** @default [] */
            problems: components["schemas"]["Reason"][];
        };
        /**
         * MailAddress
         * @description A person or group in a mail's head; the address in lower case.
         */
        MailAddress: {
            address: string;
            /** @default  */
            name: string;
        };
        /**
         * Automatic
         * @description Why a mail was not written by a person for us.
         * @enum {unknown}
         */
        Automatic: "" | "auto_reply" | "bounce" | "bulk" | "list" | "out_of_office" | "own";
        /**
         * SenderCheck
         * @description What the mailbox's own server found out about the sender's address (DMARC, RFC 7489).
         * @enum {unknown}
         */
        SenderCheck: "" | "failed" | "unverified" | "verified";
        /**
         * Dispatch
         * @description One message on its way out. Has the id of its message.
         *
         *         `due_at` is when it is tried next; until then it can be called back. After `valid_until` it is
         *         not tried any more. `reason` says why it waits, or what became of it. `attempts` counts how often it
         *         was handed over or refused, not how often it had to wait.
         */
        Dispatch: {
            id: string;
            /** @default 0 */
            rev: number;
            conversation: string;
            channel: components["schemas"]["Channel"];
            entry_point: string;
            recipient: string;
            /** @default false */
            automatic: boolean;
            /** @default pending */
            state: components["schemas"]["DispatchState"];
            created_at: string;
            due_at: string;
            valid_until: string;
            /** @default 0 */
            attempts: number;
            /** @default [] */
            parts: components["schemas"]["Part"][];
            /** @default null */
            reason: components["schemas"]["Reason"] | null;
            /** @default null */
            sent_at: string | null;
        };
        /**
         * DispatchState
         * @description Where a message is on its way to the other side.
         * @enum {unknown}
         */
        DispatchState: "buffered" | "delivered" | "failed" | "pending" | "sending" | "sent" | "unknown";
        /**
         * Part
         * @description A part of a message with a fate of its own: an SMS part by the provider's id, a mail by recipient.
         */
        Part: {
            ref: string;
            state: components["schemas"]["DispatchState"];
            /** @default null */
            reason: components["schemas"]["Reason"] | null;
        };
        /**
         * ConversationPatch
         * @description What may be changed about a conversation.
         */
        ConversationPatch: {
            subject?: string;
            tags?: string[];
            language?: string;
        };
        /**
         * ReadMark
         * @description The newest message the agent has seen.
         */
        ReadMark: {
            seq: number;
        };
        /**
         * Reply
         * @description An answer to the customer. The same `client_id` sent again changes nothing.
         *
         *         `seen_seq` is the newest message its author had seen; when there is a newer one the answer is
         *         409 `moved_on`, and `force` sends all the same. `citations` are the articles it rests on. `via` takes
         *         another way than the present one (see `GET /conversations/{id}/ways`); `envelope` is for mail, and its
         *         `at` sends mail and SMS later.
         */
        Reply: {
            client_id: string;
            text: string;
            /**
             * @default markdown
             * @enum {unknown}
             */
            format: "markdown" | "plain";
            /** @default [] */
            attachments: string[];
            /** @default [] */
            citations: components["schemas"]["Cited"][];
            /** @default null */
            seen_seq: number | null;
            /** @default false */
            force: boolean;
            /** @default null */
            via: components["schemas"]["Via"] | null;
            /** @default null */
            envelope: components["schemas"]["Envelope"] | null;
        };
        /**
         * Cited
         * @description A saved version of an article.
         */
        Cited: {
            article: string;
            revision: number;
        };
        /**
         * Via
         * @description Another way than the conversation's present one: an entry point of ours and an address of theirs.
         */
        Via: {
            entry_point: string;
            to: string;
        };
        /**
         * Envelope
         * @description What an author may decide about a mail or SMS; empty fields are filled in.
         *
         *         `at` sends it later. The others are for mail: `quotes` repeats the mail that is answered below the words.
         */
        Envelope: {
            /** @default  */
            subject: string;
            /** @default [] */
            to: components["schemas"]["MailAddress"][];
            /** @default [] */
            cc: components["schemas"]["MailAddress"][];
            /** @default [] */
            bcc: components["schemas"]["MailAddress"][];
            /** @default null */
            at: string | null;
            /** @default true */
            quotes: boolean;
        };
        /**
         * Note
         * @description A private note; `mentions` are staff ids.
         */
        Note: {
            client_id: string;
            text: string;
            /** @default [] */
            mentions: string[];
        };
        /**
         * Into
         * @description The id of what stays after a merge.
         */
        Into: {
            into: string;
        };
        /**
         * Way
         * @description One way to answer. `default` is the one that is taken when none is named.
         *
         *         `entry_point` and `to` are what `via` of a message takes. `name` is our entry point, `label` the
         *         customer's address as people read it. `refused` is a message key when the customer wants none of it.
         *         Prices are for one part of an SMS; `straighten` as its route has it.
         */
        Way: {
            entry_point: string;
            channel: components["schemas"]["Channel"];
            name: string;
            to: string;
            label: string;
            /** @default false */
            default: boolean;
            /** @default  */
            refused: string;
            /** @default null */
            mail: components["schemas"]["MailHead"] | null;
            /** @default null */
            price_per_part: number | null;
            /** @default  */
            currency: string;
            /** @default false */
            straighten: boolean;
        };
        /**
         * MailHead
         * @description What the head of an answer by mail will be.
         *
         *         `cc` are the others an answer to all goes to. `quoted` names who wrote the mail that is answered, and
         *         that may be quoted; empty if there is none.
         */
        MailHead: {
            sender: components["schemas"]["MailAddress"];
            subject: string;
            to: components["schemas"]["MailAddress"][];
            /** @default [] */
            cc: components["schemas"]["MailAddress"][];
            /** @default  */
            quoted: string;
        };
        /**
         * QuarantinePage
         * @description Part of the list, newest first; give `next` as `before` to get what follows.
         */
        QuarantinePage: {
            items: components["schemas"]["Quarantined"][];
            next: string | null;
        };
        /**
         * Quarantined
         * @description A message from outside that could not be taken in; kept, with the reason, for somebody to look at.
         */
        Quarantined: {
            id: string;
            /** @default 0 */
            rev: number;
            entry_point: string;
            reason: components["schemas"]["Reason"];
            file: components["schemas"]["Attachment"];
            at: string;
        };
        /**
         * Bulk
         * @description What to change: tags, and with `work:manage` also queue, agent, and head start in minutes.
         */
        Bulk: {
            ids: string[];
            /** @default [] */
            add_tags: string[];
            /** @default [] */
            remove_tags: string[];
            /** @default null */
            queue: string | null;
            /** @default null */
            agent: string | null;
            /** @default null */
            priority: number | null;
        };
        /**
         * BulkResult
         * @description What became of one; `code` and `detail` say why it was not changed, or not wholly.
         */
        BulkResult: {
            id: string;
            ok: boolean;
            /** @default  */
            code: string;
            /** @default  */
            detail: string;
        };
        /**
         * SplitAt
         * @description The message with which the new conversation begins.
         */
        SplitAt: {
            message: string;
        };
        /**
         * RuleDraft
         * @description A Rule to create, or to replace at revision `rev`.
         */
        RuleDraft: {
            /** @default 0 */
            rev: number;
            name: string;
            /** @default 0 */
            position: number;
            channels?: components["schemas"]["Channel"][];
            /** @default [] */
            entry_points: string[];
            /** @default false */
            any: boolean;
            conditions: components["schemas"]["Condition"][];
            route: components["schemas"]["Route"];
            /** @default false */
            last: boolean;
            /** @default false */
            active: boolean;
        };
        /**
         * Condition
         * @description Holds when the fact compares so with any of the values; `negated` turns it round.
         */
        Condition: {
            fact: components["schemas"]["Fact"];
            /** @default contains */
            how: components["schemas"]["Comparison"];
            values: string[];
            /** @default false */
            negated: boolean;
        };
        /**
         * Fact
         * @description What a condition looks at.
         * @enum {unknown}
         */
        Fact: "attachment" | "automatic" | "body" | "language" | "recipient" | "sender" | "subject";
        /**
         * Comparison
         * @description How a condition compares; none minds upper and lower case.
         * @enum {unknown}
         */
        Comparison: "begins" | "contains" | "equals" | "like";
        /**
         * Route
         * @description What a message was classified as. Empty fields leave things as the entry point says.
         */
        Route: {
            /** @default  */
            queue: string;
            /** @default [] */
            skills: components["schemas"]["Requirement"][];
            /** @default 0 */
            priority: number;
            /** @default [] */
            tags: string[];
            /** @default null */
            bot: string | null;
            /** @default  */
            reply: string;
        };
        /**
         * RuleTrial
         * @description What a rule makes of a message that came before; `held` has an answer for each condition.
         */
        RuleTrial: {
            conversation: string;
            message: string;
            at: string;
            subject: string;
            sender: string;
            matched: boolean;
            held: boolean[];
            route: components["schemas"]["Route"];
        };
        /**
         * Transfer
         * @description Where the work goes: a queue, an agent, or whoever has the skills.
         */
        Transfer: {
            /** @default null */
            queue: string | null;
            /** @default null */
            skills: components["schemas"]["Requirement"][] | null;
            /** @default null */
            agent: string | null;
            /** @default  */
            note: string;
        };
        /**
         * Park
         * @description Until when; null means until the customer writes.
         */
        Park: {
            /** @default null */
            until: string | null;
        };
        /**
         * Complete
         * @description The outcome, and a last note.
         */
        Complete: {
            /** @default null */
            disposition: string | null;
            /** @default  */
            note: string;
        };
        /**
         * Assign
         * @description Who gets the work.
         */
        Assign: {
            agent: string;
        };
        /**
         * ExplainView
         * @description The answer to "why not yet?".
         */
        ExplainView: {
            item: string;
            clock: components["schemas"]["ClockStep"][];
            position: number | null;
            wait_seconds: number | null;
            agents: components["schemas"]["AgentReason"][];
            summary: string;
        };
        /**
         * ClockStep
         * @description A requirement step of a queue, when it opens for the item (0: open), and what it asks for.
         */
        ClockStep: {
            step: number;
            opens_in: number;
            skills: components["schemas"]["Requirement"][];
        };
        /**
         * AgentReason
         * @description Why an agent can or cannot take the item: message key, its values, and the sentence.
         */
        AgentReason: {
            agent: string;
            name: string;
            eligible: boolean;
            why: string;
            vars: {
                [key: string]: string;
            };
            text: string;
        };
        /**
         * DecisionsView
         * @description All offers of a work item, newest first: the answer to "why this agent?".
         *
         *         For each offer's id `texts` has the sentence and `agents` the reason for everyone considered.
         */
        DecisionsView: {
            offers: components["schemas"]["Offer"][];
            texts: {
                [key: string]: string;
            };
            agents: {
                [key: string]: components["schemas"]["AgentReason"][];
            };
        };
        /**
         * CallView
         * @description A call. `number` is the other side's, `region` its country (ISO 3166), empty where unknown.
         *
         *         `conversation` is empty between colleagues; `caller` is then who called, and the call's own id stands
         *         in paths where others have their conversation's. `gone` is who left last, or did not come.
         */
        CallView: {
            id: string;
            conversation: string;
            state: components["schemas"]["CallState"];
            direction: components["schemas"]["Direction"];
            number: string;
            region: string;
            caller: string;
            caller_name: string;
            about: string;
            since: string;
            answered_at: string | null;
            ended_at: string | null;
            cause: string;
            held: boolean;
            silent: boolean;
            parties: components["schemas"]["PartyView"][];
            gone: components["schemas"]["Gone"] | null;
            recording: components["schemas"]["Taping"] | null;
            own_phone: boolean;
        };
        /**
         * CallState
         * @description How far a call has got.
         * @enum {unknown}
         */
        CallState: "ended" | "ringing" | "up";
        /**
         * PartyView
         * @description Somebody in a call besides its caller.
         */
        PartyView: {
            id: string;
            kind: components["schemas"]["PartyKind"];
            name: string;
            number: string;
            state: components["schemas"]["PartyState"];
            role: components["schemas"]["PartyRole"];
            muted: boolean;
            held: boolean;
            silent: boolean;
            by: string;
            instead: boolean;
        };
        /**
         * PartyKind
         * @description What somebody is in a call, besides the caller.
         * @enum {unknown}
         */
        PartyKind: "agent" | "colleague" | "number" | "supervisor";
        /**
         * PartyState
         * @description Whether somebody is in the call yet.
         * @enum {unknown}
         */
        PartyState: "connected" | "ringing";
        /**
         * PartyRole
         * @description What a party may do in a call.
         * @enum {unknown}
         */
        PartyRole: "listen" | "talk" | "whisper";
        /**
         * Gone
         * @description Who was the last to leave a call, or did not come to it: `cause` is a Cause, or "declined".
         */
        Gone: {
            id: string;
            kind: components["schemas"]["PartyKind"];
            name: string;
            cause: string;
        };
        /**
         * Taping
         * @description Whether the call is recorded, and whether it pauses.
         */
        Taping: {
            on: boolean;
            /** @default false */
            paused: boolean;
        };
        /**
         * BrowserOffer
         * @description What a browser's connection offers (SDP, RFC 8829), with all its candidates.
         */
        BrowserOffer: {
            sdp: string;
            /** @default talk */
            role: components["schemas"]["PartyRole"];
        };
        /**
         * BrowserAnswer
         * @description What the voice node answers (SDP).
         */
        BrowserAnswer: {
            sdp: string;
        };
        /**
         * RoleChange
         * @description What a supervisor does in the call from now on.
         */
        RoleChange: {
            role: components["schemas"]["PartyRole"];
        };
        /**
         * Switch
         * @description Whether something is on.
         */
        Switch: {
            on: boolean;
        };
        /**
         * KeysPressed
         * @description Keys of a telephone; `party` hears them, empty: the caller.
         */
        KeysPressed: {
            keys: string;
            /** @default  */
            party: string;
        };
        /**
         * RecordingPause
         * @description Whether silence is recorded, as while a card's number is said.
         */
        RecordingPause: {
            paused: boolean;
        };
        /**
         * Invite
         * @description Whom to ask in: a staff id, or a number.
         */
        Invite: {
            kind: components["schemas"]["InviteKind"];
            target: string;
        };
        /**
         * InviteKind
         * @description Who can be asked into a call.
         * @enum {unknown}
         */
        InviteKind: "colleague" | "number";
        /**
         * InvitedParty
         * @description The party's id in the call.
         */
        InvitedParty: {
            party: string;
        };
        /**
         * PartyChange
         * @description What changes for a party; null leaves it.
         */
        PartyChange: {
            /** @default null */
            held: boolean | null;
            /** @default null */
            muted: boolean | null;
        };
        /**
         * CallTransfer
         * @description Who gets the caller: the id of an agent, a queue or a flow, or a number.
         */
        CallTransfer: {
            kind: components["schemas"]["TransferKind"];
            target: string;
            /** @default  */
            note: string;
        };
        /**
         * TransferKind
         * @description Who can be given a caller.
         * @enum {unknown}
         */
        TransferKind: "agent" | "flow" | "number" | "queue";
        /**
         * Outgoing
         * @description Whom to call: a number, or a contact; and for which queue or entry point, whose number is shown.
         */
        Outgoing: {
            /** @default null */
            number: string | null;
            /** @default null */
            contact: string | null;
            /** @default null */
            queue: string | null;
            /** @default null */
            entry_point: string | null;
        };
        /**
         * Placed
         * @description The conversation that the call belongs to.
         */
        Placed: {
            conversation: string;
        };
        /**
         * Colleague
         * @description Whom to call.
         */
        Colleague: {
            staff: string;
        };
        /**
         * PlacedCall
         * @description The call, whose id stands in paths where others have their conversation's.
         */
        PlacedCall: {
            call: string;
        };
        /**
         * RecordingView
         * @description A recording. `message` is the one in the conversation, of a message that a caller left.
         *
         *         `may_hear`: yours to listen to. `complete` is false when its end was lost, `fault` says why.
         */
        RecordingView: {
            id: string;
            kind: components["schemas"]["RecordingKind"];
            state: components["schemas"]["RecordingState"];
            conversation: string;
            call: string;
            number: string;
            agents: string[];
            queue: string;
            started_at: string;
            seconds: number;
            paused: boolean;
            pauses: components["schemas"]["PauseView"][];
            lines: components["schemas"]["LineView"][];
            text: string;
            message: string;
            fault: string;
            complete: boolean;
            keep_until: string | null;
            may_hear: boolean;
        };
        /**
         * RecordingKind
         * @description What was recorded.
         * @enum {unknown}
         */
        RecordingKind: "call" | "message";
        /**
         * RecordingState
         * @description How far a recording has got on its way here.
         * @enum {unknown}
         */
        RecordingState: "closed" | "empty" | "recording" | "stored";
        /**
         * PauseView
         * @description From when to when nothing was recorded, in seconds.
         */
        PauseView: {
            begun: number;
            ended: number;
        };
        /**
         * LineView
         * @description From when to when a message was spoken, in seconds from the beginning.
         */
        LineView: {
            message: string;
            begun: number;
            ended: number;
        };
        /**
         * Waveform
         * @description How loud a recording is, in equal steps from its beginning to its end; each 0 to 255.
         */
        Waveform: {
            seconds: number;
            caller: number[];
            others: number[];
        };
        /**
         * RecordingPage
         * @description Recordings, newest first; `next` continues after them, and is empty at the end.
         */
        RecordingPage: {
            items: components["schemas"]["RecordingView"][];
            next: string;
        };
        /**
         * ContactView
         * @description A contact with addresses and recent conversations.
         */
        ContactView: {
            contact: components["schemas"]["Contact"];
            addresses: components["schemas"]["Address"][];
            conversations: components["schemas"]["Conversation"][];
            merges: components["schemas"]["Merge"][];
        };
        /**
         * ContactPatch
         * @description What may be changed about a contact.
         */
        ContactPatch: {
            name?: string;
            company?: string;
            language?: string;
            notes?: string;
            tags?: string[];
            attributes?: {
                [key: string]: string;
            };
            blocked?: boolean;
            priority?: number;
        };
        /**
         * ErasurePlan
         * @description What would be erased, in numbers. `open` are conversations that still go on, and would be closed.
         */
        ErasurePlan: {
            contact: string;
            contacts: number;
            addresses: number;
            conversations: number;
            open: number;
            messages: number;
            files: number;
            questions: number;
        };
        /**
         * Erasure
         * @description Ids and numbers only, so that it can stay. Has the id of the contact that is erased.
         *
         *         `contacts` and `addresses` are ids of the contact, those merged into it and their addresses: what comes
         *         in while it runs is found by them. `files` (SHA-256) and `dialogues` (conversations) lie outside the
         *         records and are still to be removed. `erased` counts what is gone, by the names of kinds.
         */
        Erasure: {
            id: string;
            /** @default 0 */
            rev: number;
            by: string;
            asked_at: string;
            contacts: string[];
            addresses: string[];
            /** @default [] */
            files: string[];
            /** @default [] */
            dialogues: string[];
            /** @default {} */
            erased: {
                [key: string]: number;
            };
            /** @default null */
            done_at: string | null;
        };
        /**
         * StoredFile
         * @description An uploaded file. The bytes lie in the blob store under `sha256`; size in bytes.
         */
        StoredFile: {
            id: string;
            /** @default 0 */
            rev: number;
            name: string;
            type: string;
            size: number;
            sha256: string;
            conversation: string;
            by: string;
            at: string;
        };
        /**
         * Article
         * @description A knowledge entry as its editors see it; customers get the published revision.
         *
         *         The content is that of the newest revision, `state` how far that has come, `published` the number of
         *         the one customers get, if any: so a live article can be edited while the published revision goes on
         *         answering. `state` is "published" exactly when these two are the same revision.
         *
         *         `family` is what its translations share: the id of the article they come from; unique with language.
         */
        Article: {
            id: string;
            /** @default 0 */
            rev: number;
            title: string;
            body: string;
            /** @default [] */
            questions: string[];
            /** @default en */
            language: string;
            /** @default  */
            category: string;
            /** @default customers */
            audience: components["schemas"]["Audience"];
            /** @default {} */
            texts: {
                [key: string]: string;
            };
            /** @default draft */
            state: components["schemas"]["ArticleState"];
            /** @default 1 */
            revision: number;
            /** @default null */
            published: number | null;
            /** @default  */
            author: string;
            /** @default [] */
            authors: string[];
            /** @default  */
            approved_by: string;
            /** @default  */
            owner: string;
            /** @default null */
            family: string | null;
            /** @default null */
            translated: number | null;
            /** @default null */
            publish_at: string | null;
            /** @default null */
            expires_at: string | null;
            /** @default 0 */
            verify_every_days: number;
            /** @default null */
            verified_at: string | null;
            /** @default  */
            verified_by: string;
            /** @default null */
            verify_at: string | null;
            /** @default false */
            reminded: boolean;
            /** @default null */
            due_at: string | null;
            created_at: string;
            updated_at: string;
        };
        /**
         * Audience
         * @description Who may be told.
         * @enum {unknown}
         */
        Audience: "customers" | "staff";
        /**
         * ArticleState
         * @description How far the newest revision has come. What customers get is `Article.published`, kept apart.
         * @enum {unknown}
         */
        ArticleState: "approved" | "archived" | "draft" | "in_review" | "published" | "scheduled";
        /**
         * ArticleCounts
         * @description How many articles there are of each kind; archived ones are counted only by state.
         */
        ArticleCounts: {
            states: {
                [key: string]: number;
            };
            categories: {
                [key: string]: number;
            };
            languages: {
                [key: string]: number;
            };
            owners: {
                [key: string]: number;
            };
            audiences: {
                [key: string]: number;
            };
            due: number;
            edited: number;
        };
        /**
         * ToDo
         * @description Something that waits: since when, who wants it (nobody for `verify`), and in which words.
         */
        ToDo: {
            kind: components["schemas"]["ToDoKind"];
            article: string;
            title: string;
            language: string;
            /** @default  */
            by: string;
            at: string;
            /** @default  */
            text: string;
        };
        /**
         * ToDoKind
         * @description What is asked for.
         * @enum {unknown}
         */
        ToDoKind: "comment" | "review" | "verify";
        /**
         * ArticleDraft
         * @description What an editor writes; `rev` is the revision it was read at (0 for a new one).
         */
        ArticleDraft: {
            title: string;
            body: string;
            /** @default [] */
            questions: string[];
            /** @default en */
            language: string;
            /** @default  */
            category: string;
            /** @default customers */
            audience: components["schemas"]["Audience"];
            /** @default {} */
            texts: {
                [key: string]: string;
            };
            /** @default 0 */
            rev: number;
        };
        /**
         * ArticleDetails
         * @description What is no part of the text and holds at once; what is left out stays.
         */
        ArticleDetails: {
            owner?: string;
            verify_every_days?: number;
            expires_at?: string | null;
        };
        /**
         * Revision
         * @description One saved version of an article; never changes. Unique by article and number.
         *
         *         `copy_of` is the number of the revision whose content it is, if it was restored.
         */
        Revision: {
            id: string;
            /** @default 0 */
            rev: number;
            article: string;
            number: number;
            title: string;
            body: string;
            /** @default [] */
            questions: string[];
            /** @default en */
            language: string;
            /** @default  */
            category: string;
            /** @default customers */
            audience: components["schemas"]["Audience"];
            /** @default {} */
            texts: {
                [key: string]: string;
            };
            /** @default edited */
            kind: components["schemas"]["RevisionKind"];
            /** @default null */
            copy_of: number | null;
            author: string;
            at: string;
        };
        /**
         * RevisionKind
         * @description How a revision came about.
         * @enum {unknown}
         */
        RevisionKind: "created" | "discarded" | "edited" | "restored" | "translated";
        /**
         * HistoryEntry
         * @description What was done with a revision, by whom and when; never changes.
         */
        HistoryEntry: {
            id: string;
            /** @default 0 */
            rev: number;
            article: string;
            revision: number;
            act: components["schemas"]["ArticleAct"];
            by: string;
            at: string;
            /** @default  */
            comment: string;
            /** @default null */
            until: string | null;
        };
        /**
         * ArticleAct
         * @description What somebody did with an article; written to its history.
         * @enum {unknown}
         */
        ArticleAct: "approved" | "archived" | "brought_back" | "changes_requested" | "created" | "details_changed" | "discarded" | "expired" | "in_step" | "published" | "restored" | "saved" | "scheduled" | "submitted" | "unpublished" | "unscheduled" | "verified" | "withdrawn";
        /**
         * Translation
         * @description One language of an article. `source_changed`: what it was translated from says something else now.
         */
        Translation: {
            article: string;
            language: string;
            title: string;
            state: components["schemas"]["ArticleState"];
            published: number | null;
            is_source: boolean;
            source_changed: boolean;
        };
        /**
         * NewTranslation
         * @description Which language.
         */
        NewTranslation: {
            language: string;
        };
        /**
         * TranslationOf
         * @description What an article is a translation of.
         */
        TranslationOf: {
            article: string;
        };
        /**
         * ArticleComment
         * @description A remark of a colleague about a revision; open until somebody resolves it.
         *
         *         `mentions` are the staff ids of those it is meant for, besides the article's owner and authors.
         */
        ArticleComment: {
            id: string;
            /** @default 0 */
            rev: number;
            article: string;
            revision: number;
            text: string;
            by: string;
            at: string;
            /** @default [] */
            mentions: string[];
            /** @default  */
            resolved_by: string;
            /** @default null */
            resolved_at: string | null;
        };
        /**
         * NewComment
         * @description A remark about a revision (0: the newest); `mentions` are staff ids.
         */
        NewComment: {
            text: string;
            /** @default 0 */
            revision: number;
            /** @default [] */
            mentions: string[];
        };
        /**
         * CommentState
         * @description Whether a comment is done with.
         */
        CommentState: {
            resolved: boolean;
        };
        /**
         * ArticleImage
         * @description A picture for articles; its id is the file's. `shown_by` are the articles customers see it in.
         */
        ArticleImage: {
            id: string;
            /** @default 0 */
            rev: number;
            /** @default [] */
            shown_by: string[];
            by: string;
            at: string;
        };
        /**
         * Answer
         * @description A published answer with the text for one channel, as a colleague finds it.
         */
        Answer: {
            article: string;
            revision: number;
            title: string;
            text: string;
            language: string;
            category: string;
            audience: components["schemas"]["Audience"];
        };
        /**
         * PreviewDraft
         * @description An article that is being written.
         */
        PreviewDraft: {
            /** @default  */
            title: string;
            /** @default  */
            body: string;
            /** @default {} */
            texts: {
                [key: string]: string;
            };
            /** @default en */
            language: string;
        };
        /**
         * ChannelPreviews
         * @description An article as each channel brings it. HTML is safe to show; `fax` has one text for each page.
         *
         *         `own` names the channels that have a text of their own.
         */
        ChannelPreviews: {
            chat_html: string;
            mail_html: string;
            mail_text: string;
            sms: components["schemas"]["SmsPreview"];
            fax: string[];
            spoken: string;
            own: components["schemas"]["Channel"][];
        };
        /**
         * SmsPreview
         * @description An answer as SMS: the text of each, its alphabet ("gsm", "ucs2") and the room left in the last.
         */
        SmsPreview: {
            parts: string[];
            alphabet: string;
            left: number;
        };
        /**
         * Question
         * @description A question as a customer would ask it.
         */
        Question: {
            question: string;
            /** @default en */
            language: string;
        };
        /**
         * TryOut
         * @description What an editor sees who tries a question: the verdict, and the answer as customers would see it.
         *
         *         `calibration` says what confidences mean in this base; there is none by words.
         */
        TryOut: {
            decision: components["schemas"]["Decision"];
            language: string;
            search: components["schemas"]["Search"];
            threshold: number;
            suggest_threshold: number;
            answerable: number;
            answer_html: string;
            results: components["schemas"]["Result"][];
            calibration: components["schemas"]["Curve"] | null;
        };
        /**
         * Decision
         * @description What the bot does with a question.
         * @enum {unknown}
         */
        Decision: "answer" | "choices" | "none";
        /**
         * Search
         * @description How articles were searched.
         * @enum {unknown}
         */
        Search: "meaning" | "words";
        /**
         * Result
         * @description An article that may answer, with its best passage and the confidence in it (0 to 1).
         *
         *         `texts` are what to say instead of the passage on their channels.
         */
        Result: {
            article: string;
            revision: number;
            title: string;
            language: string;
            score: number;
            passage: string;
            /** @default {} */
            texts: {
                [key: string]: string;
            };
        };
        /**
         * Curve
         * @description The calibration of a knowledge base, for its editor to see.
         *
         *         Answer from a confidence of `answer_from` on; else offer choices from an `answerable` of `choices_from`
         *         on. `measured` says that it rests on the base's own questions, of which there were `answerable`, set
         *         against `unanswerable` ones; a base without enough of them has the general calibration.
         */
        Curve: {
            points: components["schemas"]["Point"][];
            answer_from: number;
            choices_from: number;
            answerable: number;
            unanswerable: number;
            measured: boolean;
        };
        /**
         * Point
         * @description What answering from this confidence on would mean, by the base's own questions (0 to 1 each).
         *
         *         `precision` is the share of right answers among answers, `coverage` the share of answerable questions
         *         that get an answer, `leak` the share of unanswerable ones that wrongly get one.
         */
        Point: {
            threshold: number;
            precision: number;
            coverage: number;
            leak: number;
        };
        /**
         * ArticleStep
         * @description A step, with the revision that was looked at (0: the newest) and what there is to say.
         */
        ArticleStep: {
            /** @default 0 */
            revision: number;
            /** @default  */
            comment: string;
        };
        /**
         * ArticleSchedule
         * @description When customers are to get the newest revision.
         */
        ArticleSchedule: {
            /** Format: date-time */
            publish_at: string;
            /** @default 0 */
            revision: number;
        };
        /**
         * RevisionChoice
         * @description Which revision.
         */
        RevisionChoice: {
            number: number;
        };
        /**
         * KnowledgePolicy
         * @description What a tenant asks for before customers get an article. There is one, with the id POLICY.
         */
        KnowledgePolicy: {
            id: string;
            /** @default 0 */
            rev: number;
            /** @default false */
            review_required: boolean;
            /** @default false */
            separate_reviewer: boolean;
            /** @default 0 */
            verify_every_days: number;
        };
        /**
         * PolicyDraft
         * @description What a tenant asks for before customers get an article.
         */
        PolicyDraft: {
            review_required: boolean;
            separate_reviewer: boolean;
            /** @default 0 */
            verify_every_days: number;
            /** @default 0 */
            rev: number;
        };
        /**
         * PhrasingQuestion
         * @description A question as a customer would ask it on a channel.
         */
        PhrasingQuestion: {
            question: string;
            /** @default en */
            language: string;
            /** @default chat */
            channel: components["schemas"]["Channel"];
        };
        /**
         * PhrasingTrial
         * @description What the bot would say (`said_html`), and why.
         *
         *         `outcome` is "off" where nothing is configured, "not_phrased" where this answer is never phrased,
         *         "phrased", or why the phrased answer is not said. `raw` is what the model wrote, `asked` the question as
         *         it left the house, `support` how much of the least supported part the passages say, of `enough` wanted.
         */
        PhrasingTrial: {
            outcome: string;
            /** @default  */
            detail: string;
            /** @default  */
            said_html: string;
            /** @default  */
            raw: string;
            /** @default  */
            asked: string;
            /** @default  */
            model: string;
            /** @default 0 */
            seconds: number;
            /** @default 0 */
            support: number;
            /** @default 0.8 */
            enough: number;
            /** @default [] */
            findings: components["schemas"]["Flaw"][];
        };
        /**
         * Flaw
         * @description One thing wrong with an answer: where, and the words it is about.
         */
        Flaw: {
            fault: components["schemas"]["Fault"];
            /** @default  */
            sentence: string;
            /** @default  */
            what: string;
        };
        /**
         * Fault
         * @description What the check may find wrong.
         * @enum {unknown}
         */
        Fault: "address" | "code" | "echo" | "language" | "length" | "markup" | "name" | "negation" | "number" | "opposite" | "promise" | "uncited" | "unknown_source" | "unsupported";
        /**
         * FlowOption
         * @description A published flow that customers can be sent to, and the values it takes.
         */
        FlowOption: {
            id: string;
            title: {
                [key: string]: string;
            };
            fields: components["schemas"]["Field"][];
        };
        /**
         * LedConversation
         * @description A conversation that a flow led lately: when it took its last turn and where, and how many.
         */
        LedConversation: {
            conversation: string;
            channel: components["schemas"]["Channel"];
            at: string;
            turns: number;
            step: string;
        };
        /**
         * TurnTrace
         * @description A turn's steps and what it began with. Its id is the turn's: the customer's message, or the entry.
         *
         *         What the customer wrote is in that message; `value` is the choice they pressed.
         */
        TurnTrace: {
            id: string;
            /** @default 0 */
            rev: number;
            conversation: string;
            interaction: string;
            bot: string;
            kind: components["schemas"]["TurnKind"];
            at: string;
            /** @default  */
            value: string;
            /** @default  */
            language: string;
            /** @default chat */
            channel: components["schemas"]["Channel"];
            /** @default [] */
            given: components["schemas"]["Field"][];
            steps: components["schemas"]["TraceStep"][];
        };
        /**
         * TurnKind
         * @description Why it is the bot's turn.
         * @enum {unknown}
         */
        TurnKind: "message" | "returned" | "start";
        /**
         * TraceStep
         * @description One step a bot took: what it did, what came of it, and the variables that changed. Secrets masked.
         *
         *         A step of kind "begin" says that the flow began (anew) here.
         */
        TraceStep: {
            flow: string;
            version: number;
            step: string;
            kind: string;
            /** @default  */
            outcome: string;
            /** @default {} */
            variables: {
                [key: string]: string;
            };
            /** @default [] */
            noted: components["schemas"]["Noted"][];
        };
        /**
         * Noted
         * @description What a step wanted of the world outside, and what came of it.
         */
        Noted: {
            effect: Record<string, never>;
            result: Record<string, never>;
        };
        /**
         * FlowSource
         * @description A flow's text, saved or not; `id` is its name, if it has one.
         */
        FlowSource: {
            text: string;
            /** @default  */
            id: string;
        };
        /**
         * ReplayedTurn
         * @description A turn of a conversation taken again with the recorded results, and whether it went the same way.
         */
        ReplayedTurn: {
            id: string;
            at: string;
            text: string;
            same: boolean;
            before: string[];
            now: string[];
            says: string[];
        };
        /**
         * SentToFlow
         * @description Which flow gets the customer, with which values, and whether they come back to this agent.
         */
        SentToFlow: {
            flow: string;
            /** @default [] */
            values: components["schemas"]["Field"][];
            /** @default true */
            return_to_me: boolean;
        };
        /**
         * Flow
         * @description A flow as its editor sees it; customers get the published version. Its id is a word: "order-status".
         *
         *         `text` is its definition (YAML, docs/flows.md). `revision` counts saved versions; `published` is the
         *         number of the one that new conversations begin with, if any.
         */
        Flow: {
            id: string;
            /** @default 0 */
            rev: number;
            /** @default {} */
            title: {
                [key: string]: string;
            };
            text: string;
            /** @default draft */
            state: components["schemas"]["FlowState"];
            /** @default 1 */
            revision: number;
            /** @default null */
            published: number | null;
            /** @default  */
            author: string;
            created_at: string;
            updated_at: string;
        };
        /**
         * FlowState
         * @description Life of a flow.
         * @enum {unknown}
         */
        FlowState: "archived" | "draft" | "published";
        /**
         * FlowDraft
         * @description A new flow's name and text.
         */
        FlowDraft: {
            id: string;
            text: string;
        };
        /**
         * StepKind
         * @description A kind of step and what it does.
         */
        StepKind: {
            kind: string;
            does: string;
            keys: components["schemas"]["StepKey"][];
            asks: boolean;
        };
        /**
         * StepKey
         * @description A key of a part. `holds` says what: text (by language), expression, step, variable, template,
         *         string, integer, number, boolean, list or map of these ("list:variable", "map:expression"), part.
         */
        StepKey: {
            name: string;
            holds: string;
            required: boolean;
            /** @default [] */
            keys: components["schemas"]["StepKey"][];
        };
        /**
         * FlowCheck
         * @description What is wrong with a flow, its plain values, and how it is drawn; without `picture` it cannot be.
         */
        FlowCheck: {
            problems: components["schemas"]["FlowProblem"][];
            definition: Record<string, never> | null;
            picture: components["schemas"]["FlowPicture"] | null;
        };
        /**
         * FlowProblem
         * @description What is wrong with a flow, and where: line and column in its text, from 1. `warning`: it works so.
         *
         *         `code` and `hint` ("" for none) name sentences, `vars` fill in both; `message` is the same in English.
         */
        FlowProblem: {
            message: string;
            code: string;
            /** @default {} */
            vars: {
                [key: string]: string;
            };
            /** @default  */
            hint: string;
            /** @default  */
            step: string;
            /** @default  */
            key: string;
            /** @default 1 */
            line: number;
            /** @default 1 */
            column: number;
            /** @default false */
            warning: boolean;
        };
        /**
         * FlowPicture
         * @description A flow as boxes and arrows, also of one that is not right yet.
         */
        FlowPicture: {
            start: string;
            boxes: components["schemas"]["FlowBox"][];
        };
        /**
         * FlowBox
         * @description A step as drawn.
         */
        FlowBox: {
            name: string;
            kind: string;
            /** @default {} */
            text: {
                [key: string]: string;
            };
            /** @default [] */
            arrows: components["schemas"]["FlowArrow"][];
        };
        /**
         * FlowArrow
         * @description A way from one step to another; `key` is where it is written, `label` what it is called there.
         */
        FlowArrow: {
            key: string;
            to: string;
            /** @default {} */
            label: {
                [key: string]: string;
            };
            /** @default  */
            when: string;
        };
        /**
         * TriedTurn
         * @description What a customer does in the simulator, and where the flow stands (none: at its start).
         *
         *         `place` is what the last answer gave. `canned` are results of look-ups by step; with `real` the
         *         others happen.
         */
        TriedTurn: {
            text: string;
            /** @default trial */
            id: string;
            /** @default null */
            place: components["schemas"]["FlowPlace"] | null;
            /** @default  */
            user: string;
            /** @default  */
            value: string;
            /** @default message */
            kind: components["schemas"]["TurnKind"];
            /** @default chat */
            channel: components["schemas"]["Channel"];
            /** @default  */
            language: string;
            /** @default  */
            contact_name: string;
            /** @default null */
            at: string | null;
            /** @default [] */
            given: components["schemas"]["Field"][];
            /** @default {} */
            canned: Record<string, never>;
            /** @default false */
            real: boolean;
        };
        /**
         * TriedAnswer
         * @description What the flow did: said, asked, collected, and step by step; effects are in the trace.
         */
        TriedAnswer: {
            say: components["schemas"]["SimulatedSay"][];
            choices: components["schemas"]["Choice"][];
            citations: components["schemas"]["Citation"][];
            ask: components["schemas"]["Ask"] | null;
            data: components["schemas"]["Field"][];
            trace: components["schemas"]["TraceStep"][];
            variables: Record<string, never>;
            place: components["schemas"]["FlowPlace"] | null;
            handoff: components["schemas"]["Handoff"] | null;
            end: boolean;
        };
        /**
         * SimulatedSay
         * @description A message in the simulator, as written, as the chat shows it, and as it is said on the phone.
         */
        SimulatedSay: {
            text: string;
            html: string;
            spoken: string;
        };
        /**
         * Ask
         * @description What answer is expected, so that channels can help: a keypad, a grammar for speech, a date picker.
         *
         *         `keys` are the keys of a phone and the values of the choices behind them. `digits` is the most digits
         *         a typed answer has; `end_key` ends it earlier. `message` asks for a message to be left: on the phone it
         *         is recorded, and the answer is what was understood of it.
         */
        Ask: {
            /** @default text */
            type: components["schemas"]["FieldType"];
            /** @default {} */
            keys: {
                [key: string]: string;
            };
            /** @default null */
            digits: number | null;
            /** @default # */
            end_key: string;
            /** @default false */
            secret: boolean;
            /** @default false */
            message: boolean;
        };
        /**
         * Handoff
         * @description A bot's explicit decision that a person must take over; `reason` is a message key.
         *
         *         `agent` is the agent to whom the customer comes back with `data`; while they still have the
         *         conversation nobody else is asked.
         */
        Handoff: {
            reason: string;
            /** @default  */
            summary: string;
            /** @default [] */
            skills: components["schemas"]["Requirement"][];
            /** @default {} */
            slots: {
                [key: string]: string;
            };
            /** @default [] */
            data: components["schemas"]["Field"][];
            /** @default null */
            queue: string | null;
            /** @default null */
            agent: string | null;
        };
        /**
         * FlowTrial
         * @description How a test went.
         */
        FlowTrial: {
            name: string;
            passed: boolean;
            failures: components["schemas"]["FlowFailure"][];
            turns: components["schemas"]["FlowTrialTurn"][];
        };
        /**
         * FlowFailure
         * @description What a test got wrong: the code of a sentence and what fills it in; `message` is it in English.
         */
        FlowFailure: {
            code: string;
            vars: {
                [key: string]: string;
            };
            message: string;
        };
        /**
         * FlowTrialTurn
         * @description What was said in one turn of a test.
         */
        FlowTrialTurn: {
            user: string;
            says: string[];
            /** @default [] */
            failures: components["schemas"]["FlowFailure"][];
        };
        /**
         * FlowEdit
         * @description A flow's text, and the revision it was read at.
         */
        FlowEdit: {
            text: string;
            rev: number;
        };
        /**
         * Publication
         * @description Which revision is to be published, and whether although its tests fail.
         */
        Publication: {
            revision: number;
            /** @default false */
            even_if_broken: boolean;
        };
        /**
         * FlowVersion
         * @description One saved version of a flow; never changes. Unique by flow and number.
         */
        FlowVersion: {
            id: string;
            /** @default 0 */
            rev: number;
            flow: string;
            number: number;
            text: string;
            author: string;
            at: string;
        };
        /**
         * BotOption
         * @description A bot that can be chosen now: by an entry point, a keyword or a rule. `title` is by language.
         */
        BotOption: {
            name: string;
            kind: components["schemas"]["BotKind"];
            title: {
                [key: string]: string;
            };
        };
        /**
         * BotKind
         * @description Kinds of bots.
         * @enum {unknown}
         */
        BotKind: "flow" | "knowledge" | "rasa";
        /**
         * BotReport
         * @description Figures of a time, together and apart; what has none is left out.
         */
        BotReport: {
            /** Format: date */
            since: string;
            /** Format: date */
            until: string;
            total: components["schemas"]["BotFigures"];
            /** @default {} */
            days: {
                [key: string]: components["schemas"]["BotFigures"];
            };
            /** @default {} */
            bots: {
                [key: string]: components["schemas"]["BotFigures"];
            };
            /** @default {} */
            queues: {
                [key: string]: components["schemas"]["BotFigures"];
            };
            /** @default {} */
            channels: {
                [key: string]: components["schemas"]["BotFigures"];
            };
        };
        /**
         * BotFigures
         * @description What came of a number of stretches, each the time from when a bot got a customer until it had not.
         *
         *         `contained` ended without a person, and so did `given_up`, but after a question without an answer.
         *         `returned` are those that an agent began and got back; they count as neither. `containment` is 0 to 1
         *         and null without stretches; `turns` is the mean of a stretch, `handoff_seconds` that until a person was
         *         asked for. `missed` counts questions without an answer.
         */
        BotFigures: {
            /** @default 0 */
            stretches: number;
            /** @default 0 */
            contained: number;
            /** @default 0 */
            given_up: number;
            /** @default 0 */
            handed_off: number;
            /** @default 0 */
            returned: number;
            /** @default null */
            containment: number | null;
            /** @default null */
            turns: number | null;
            /** @default 0 */
            missed: number;
            /** @default null */
            handoff_seconds: number | null;
            /** @default 0 */
            helpful: number;
            /** @default 0 */
            not_helpful: number;
            /** @default {} */
            reasons: {
                [key: string]: number;
            };
        };
        /**
         * BriefingView
         * @description What a bot leaves to a person; null where none had the conversation.
         */
        BriefingView: {
            briefing: components["schemas"]["Briefing"] | null;
        };
        /**
         * Briefing
         * @description What a bot leaves to a person. `reason` is a message key; newest questions last.
         *
         *         `at` is when it handed off; null while it has the conversation.
         */
        Briefing: {
            bot: string;
            reason: string;
            /** @default null */
            at: string | null;
            /** @default 0 */
            turns: number;
            /** @default [] */
            questions: components["schemas"]["BriefedQuestion"][];
            /** @default [] */
            data: components["schemas"]["Field"][];
        };
        /**
         * BriefedQuestion
         * @description What the customer wrote, cut to 300 characters, and what was tried.
         */
        BriefedQuestion: {
            message: string;
            text: string;
            at: string;
            tried: components["schemas"]["Tried"];
            /** @default [] */
            articles: components["schemas"]["Citation"][];
        };
        /**
         * Tried
         * @description What a bot made of something the customer wrote.
         * @enum {unknown}
         */
        Tried: "answered" | "offered" | "replied" | "unanswered" | "waiting";
        /**
         * ToldPage
         * @description Part of the list, newest first; give `next` as `before` to get what follows. `total` is of all time.
         */
        ToldPage: {
            items: components["schemas"]["ToldView"][];
            next: string | null;
            total: number;
        };
        /**
         * ToldView
         * @description One answer to one customer; `phrased` is the language model whose words it was in, if it was.
         *
         *         `contact` is null, and so are the ids, for whoever may not see the person or the conversation; and
         *         after the person was erased.
         */
        ToldView: {
            id: string;
            at: string;
            revision: number;
            channel: components["schemas"]["Channel"];
            phrased: string;
            by: string;
            by_kind: components["schemas"]["AuthorKind"];
            delivery: components["schemas"]["Delivery"] | null;
            contact: components["schemas"]["ContactBrief"] | null;
            addresses: string[];
            conversation: string | null;
            message: string | null;
        };
        /**
         * ArticleUse
         * @description Counts of a period, or since the article exists.
         *
         *         `told` are answers that rest on it, by bots and agents; `handed_off` those after which the customer
         *         asked for a person at once.
         */
        ArticleUse: {
            article: string;
            told: number;
            helpful: number;
            not_helpful: number;
            handed_off: number;
        };
        /**
         * ImportPreview
         * @description What a file would become. `same` has an item for each entry, null for new ones.
         */
        ImportPreview: {
            entries: components["schemas"]["ImportEntry"][];
            same: (components["schemas"]["SameArticle"] | null)[];
            faults: components["schemas"]["ImportFault"][];
            notes: string[];
        };
        /**
         * ImportEntry
         * @description An article as it would be imported; `where` names its line, page or file.
         */
        ImportEntry: {
            /** @default  */
            where: string;
            title: string;
            body: string;
            /** @default [] */
            questions: string[];
            /** @default en */
            language: string;
            /** @default  */
            category: string;
            /** @default customers */
            audience: components["schemas"]["Audience"];
        };
        /**
         * SameArticle
         * @description That an entry is there already, by title or question: as an article, or earlier in the file (`where`).
         *
         *         `exact` says that the text is the same, too.
         */
        SameArticle: {
            /** @default  */
            article: string;
            title: string;
            /** @default  */
            where: string;
            /** @default false */
            exact: boolean;
        };
        /**
         * ImportFault
         * @description What could not be read: where it stands, and why, as a key with its variables.
         */
        ImportFault: {
            where: string;
            code: string;
            /** @default {} */
            vars: {
                [key: string]: string;
            };
        };
        /**
         * ImportDraft
         * @description What to import: entries of a preview, as they were or corrected.
         */
        ImportDraft: {
            entries: components["schemas"]["ImportEntry"][];
        };
        /**
         * Imported
         * @description The drafts that were made, and what could not become one.
         */
        Imported: {
            articles: string[];
            faults: components["schemas"]["ImportFault"][];
        };
        /**
         * QuestionTest
         * @description A question and the article that must answer it; without one, no article may. Unique by its words.
         */
        QuestionTest: {
            id: string;
            /** @default 0 */
            rev: number;
            text: string;
            /** @default en */
            language: string;
            /** @default null */
            article: string | null;
            by: string;
            at: string;
        };
        /**
         * QuestionTestDraft
         * @description A question, and the article that must answer it; null: none may.
         */
        QuestionTestDraft: {
            text: string;
            /** @default en */
            language: string;
            /** @default null */
            article: string | null;
        };
        /**
         * Expectation
         * @description The article that must answer; null: none may.
         */
        Expectation: {
            article: string | null;
        };
        /**
         * TrialDraft
         * @description With an article: try also what its newest version would change.
         */
        TrialDraft: {
            /** @default null */
            article: string | null;
        };
        /**
         * QuestionOutcome
         * @description A question's outcome among the published articles and, for a change, `after` it.
         *
         *         `got` is the article that answered, if one did; `title` and `confidence` are of the likeliest one.
         */
        QuestionOutcome: {
            test: string;
            outcome: components["schemas"]["Outcome"];
            /** @default null */
            after: components["schemas"]["Outcome"] | null;
            /** @default null */
            got: string | null;
            /** @default  */
            title: string;
            /** @default 0 */
            confidence: number;
        };
        /**
         * Outcome
         * @description What became of a test question.
         * @enum {unknown}
         */
        Outcome: "failed" | "offered" | "passed";
        /**
         * GapList
         * @description Gaps, and how many there are in each state.
         */
        GapList: {
            items: components["schemas"]["Gap"][];
            counts: {
                [key: string]: number;
            };
        };
        /**
         * Gap
         * @description Questions that ask for the same; its id stays the same however many join.
         *
         *         `title` is the first of them in a customer's words. `channels` and `reasons` count by name.
         *         `article` is what was drafted for it, `reasked` what came of that. `reopened` says that customers went
         *         on asking after it was answered.
         */
        Gap: {
            id: string;
            /** @default 0 */
            rev: number;
            title: string;
            language: string;
            /** @default open */
            state: components["schemas"]["GapState"];
            /** @default 0 */
            count: number;
            /** @default {} */
            channels: {
                [key: string]: number;
            };
            /** @default {} */
            reasons: {
                [key: string]: number;
            };
            /** @default  */
            article: string;
            /** @default null */
            reasked: components["schemas"]["Reasked"] | null;
            /** @default false */
            reopened: boolean;
            first_at: string;
            last_at: string;
        };
        /**
         * GapState
         * @description What editors made of a gap.
         * @enum {unknown}
         */
        GapState: "answered" | "dismissed" | "drafted" | "open";
        /**
         * Reasked
         * @description What the bot made of a gap's questions once its article was published in this revision.
         *
         *         Of `asked` ways to ask, `answered` got an answer from that article; `unmet` are the others' questions.
         */
        Reasked: {
            revision: number;
            asked: number;
            answered: number;
            /** @default [] */
            unmet: string[];
            at: string;
        };
        /**
         * GapView
         * @description A gap with its newest questions and the articles it names by title.
         *
         *         `near` are gaps that may ask for the same, likest first.
         */
        GapView: {
            gap: components["schemas"]["Gap"];
            examples: components["schemas"]["Unanswered"][];
            titles: {
                [key: string]: string;
            };
            near: components["schemas"]["GapName"][];
        };
        /**
         * Unanswered
         * @description One customer's question that found no good answer. Its id is that of the customer's message, if any.
         *
         *         `text` is the customer's own words, cut; `article` and `revision` name the answer that did not do,
         *         if there was one. `gap` is empty until it was sorted in, which happens from `ready_at` on. What was
         *         asked in the help centre has neither conversation nor contact.
         */
        Unanswered: {
            id: string;
            /** @default 0 */
            rev: number;
            text: string;
            language: string;
            channel: components["schemas"]["AskedOn"];
            /** @default  */
            conversation: string;
            /** @default  */
            contact: string;
            reason: components["schemas"]["GapReason"];
            /** @default  */
            article: string;
            /** @default 0 */
            revision: number;
            /** @default  */
            gap: string;
            at: string;
            ready_at: string;
        };
        /**
         * AskedOn
         * @description Where a question was asked: a channel, or the help centre's search, where nobody knows who asks.
         * @enum {unknown}
         */
        AskedOn: "chat" | "email" | "fax" | "help_centre" | "sms" | "voice";
        /**
         * GapReason
         * @description Why a question counts as unanswered.
         * @enum {unknown}
         */
        GapReason: "handed_off" | "missed" | "not_chosen" | "not_helpful";
        /**
         * GapName
         * @description A gap as it is chosen from a list.
         */
        GapName: {
            id: string;
            title: string;
            count: number;
            state: components["schemas"]["GapState"];
        };
        /**
         * MergeInto
         * @description The gap that stays.
         */
        MergeInto: {
            into: string;
        };
        /**
         * MoveInto
         * @description Where a question belongs; null: to a gap of its own.
         */
        MoveInto: {
            /** @default null */
            into: string | null;
        };
        /**
         * HelpCentre
         * @description Whether published articles for customers can be read by everybody, under which name.
         *
         *         `title` and `intro` are by language; without a title the company's name stands. `entry_point` is the
         *         chat that "ask us" opens.
         */
        HelpCentre: {
            id: string;
            /** @default 0 */
            rev: number;
            /** @default false */
            active: boolean;
            /** @default {} */
            title: {
                [key: string]: string;
            };
            /** @default {} */
            intro: {
                [key: string]: string;
            };
            /** @default null */
            entry_point: string | null;
        };
        /**
         * HelpCentreDraft
         * @description What may be set; `rev` is what it was read at.
         */
        HelpCentreDraft: {
            active: boolean;
            /** @default {} */
            title: {
                [key: string]: string;
            };
            /** @default {} */
            intro: {
                [key: string]: string;
            };
            /** @default null */
            entry_point: string | null;
            /** @default 0 */
            rev: number;
        };
        /**
         * LiveView
         * @description The floor at this moment.
         */
        LiveView: {
            queues: components["schemas"]["LiveQueue"][];
            agents: components["schemas"]["LiveAgent"][];
        };
        /**
         * LiveQueue
         * @description A queue right now and today; times in seconds, service level and target in percent.
         */
        LiveQueue: {
            queue: string;
            name: string;
            waiting: number;
            longest_wait: number;
            offered: number;
            in_progress: number;
            parked: number;
            available_agents: number;
            answered_today: number;
            abandoned_today: number;
            service_level_today: number | null;
            target: number;
        };
        /**
         * LiveAgent
         * @description What an agent does, and since when. `activity`: idle, ringing, engaged, wrapping_up or off.
         */
        LiveAgent: {
            agent: string;
            name: string;
            presence: components["schemas"]["PresenceState"];
            reason: string;
            since: string | null;
            activity: string;
            held: components["schemas"]["LiveHeld"][];
            handled_today: number;
        };
        /**
         * LiveHeld
         * @description A work item in an agent's hands.
         */
        LiveHeld: {
            work_item: string;
            channel: components["schemas"]["Channel"];
            state: components["schemas"]["WorkState"];
            since: string;
        };
        /**
         * WaitingView
         * @description Everything in line that the caller may see.
         */
        WaitingView: {
            items: components["schemas"]["WaitingItem"][];
        };
        /**
         * WaitingItem
         * @description A work item in line.
         */
        WaitingItem: {
            work_item: components["schemas"]["WorkItem"];
            contact_name: string;
            position: number | null;
            wait_seconds: number | null;
            summary: string;
        };
        /**
         * LiveCall
         * @description A call that goes on with a customer. `called` is the name of the number; `people` who is in it.
         */
        LiveCall: {
            conversation: string;
            direction: components["schemas"]["Direction"];
            number: string;
            contact_name: string;
            called: string;
            queue: string | null;
            stage: components["schemas"]["CallStage"];
            people: string[];
            since: string;
            held: boolean;
            silent: boolean;
            recorded: boolean;
        };
        /**
         * CallStage
         * @description Whom a caller has to do with.
         * @enum {unknown}
         */
        CallStage: "bot" | "people" | "ringing" | "waiting";
        /**
         * SkillDraft
         * @description A Skill to create, or to replace at revision `rev`.
         */
        SkillDraft: {
            /** @default 0 */
            rev: number;
            name: string;
            /** @default  */
            description: string;
        };
        /**
         * CalendarDraft
         * @description A Calendar to create, or to replace at revision `rev`.
         */
        CalendarDraft: {
            /** @default 0 */
            rev: number;
            name: string;
            /** @default UTC */
            timezone: string;
            week: components["schemas"]["Period"][][];
            /** @default [] */
            holidays: components["schemas"]["Holiday"][];
        };
        /**
         * QueueDraft
         * @description A Queue to create, or to replace at revision `rev`.
         */
        QueueDraft: {
            /** @default 0 */
            rev: number;
            name: string;
            /** @default  */
            description: string;
            /** @default [] */
            steps: components["schemas"]["Step"][];
            /** @default null */
            calendar: string | null;
            /** @default longest_idle */
            selection: components["schemas"]["Selection"];
            /** @default 20 */
            service_seconds: number;
            /** @default 80 */
            service_percent: number;
            /** @default 30 */
            offer_seconds: number;
            /** @default 60 */
            wrap_up_seconds: number;
            /** @default 259200 */
            sticky_seconds: number;
            /** @default 0 */
            priority: number;
            /** @default 0 */
            priority_class: number;
            /** @default null */
            overflow: components["schemas"]["Overflow"] | null;
            /** @default null */
            recording_days: number | null;
            /** @default draft */
            mail_bot: components["schemas"]["MailBot"];
            /** @default {} */
            mail_signature: {
                [key: string]: string;
            };
            /** @default 2 */
            misses_allowed: number;
            /**
             * @default {
             *       "announce_every": 45,
             *       "news": {},
             *       "call_back": true,
             *       "leave_message": true,
             *       "resume_within": 300,
             *       "tries": 3,
             *       "retry_after": 900
             *     }
             */
            waiting: components["schemas"]["Waiting"];
            /** @default  */
            caller_number: string;
            /** @default {} */
            agent_announcement: {
                [key: string]: string;
            };
            /** @default true */
            active: boolean;
        };
        /**
         * EntryPoint
         * @description An address of ours and what happens to whoever uses it. Unique by channel and key.
         */
        EntryPoint: {
            id: string;
            /** @default 0 */
            rev: number;
            channel: components["schemas"]["Channel"];
            key: string;
            name: string;
            queue: string;
            /** @default null */
            bot: string | null;
            /** @default null */
            calendar: string | null;
            /** @default en */
            language: string;
            /** @default {} */
            queue_by_language: {
                [key: string]: string;
            };
            /** @default {} */
            greeting: {
                [key: string]: string;
            };
            /** @default {} */
            language_keys: {
                [key: string]: string;
            };
            /** @default 0 */
            priority: number;
            /** @default false */
            record: boolean;
            /** @default {} */
            record_notice: {
                [key: string]: string;
            };
            /** @default null */
            recording_days: number | null;
            /** @default {} */
            closed_text: {
                [key: string]: string;
            };
            /** @default [] */
            allowed_origins: string[];
            /** @default null */
            call_line: string | null;
            /** @default  */
            caller_number: string;
            /** @default  */
            identity_secret: string;
            /** @default true */
            active: boolean;
        };
        /**
         * EntryPointDraft
         * @description A EntryPoint to create, or to replace at revision `rev`.
         */
        EntryPointDraft: {
            /** @default 0 */
            rev: number;
            channel: components["schemas"]["Channel"];
            key: string;
            name: string;
            queue: string;
            /** @default null */
            bot: string | null;
            /** @default null */
            calendar: string | null;
            /** @default en */
            language: string;
            /** @default {} */
            queue_by_language: {
                [key: string]: string;
            };
            /** @default {} */
            greeting: {
                [key: string]: string;
            };
            /** @default {} */
            language_keys: {
                [key: string]: string;
            };
            /** @default 0 */
            priority: number;
            /** @default false */
            record: boolean;
            /** @default {} */
            record_notice: {
                [key: string]: string;
            };
            /** @default null */
            recording_days: number | null;
            /** @default {} */
            closed_text: {
                [key: string]: string;
            };
            /** @default [] */
            allowed_origins: string[];
            /** @default null */
            call_line: string | null;
            /** @default  */
            caller_number: string;
            /** @default  */
            identity_secret: string;
            /** @default true */
            active: boolean;
        };
        /**
         * DispositionDraft
         * @description A Disposition to create, or to replace at revision `rev`.
         */
        DispositionDraft: {
            /** @default 0 */
            rev: number;
            code: string;
            label: {
                [key: string]: string;
            };
            /** @default [] */
            queues: string[];
            /** @default true */
            active: boolean;
        };
        /**
         * CannedReplyDraft
         * @description A CannedReply to create, or to replace at revision `rev`.
         */
        CannedReplyDraft: {
            /** @default 0 */
            rev: number;
            shortcut: string;
            title: string;
            text: {
                [key: string]: string;
            };
            /** @default [] */
            queues: string[];
        };
        /**
         * Mailbox
         * @description An address of ours that reads and sends mail. Unique by entry point.
         *
         *         Without `imap`, mail is routed to us by SMTP or LMTP. `password` is for both accounts;
         *         with `oauth` it is not used, and `client_secret` and `refresh_token` are.
         *
         *         `plus_addressing` says that mail to name+anything@domain arrives here too; answers are then asked for
         *         at an address that names the conversation. `rewrites_ids` says that the server gives our mails other
         *         Message-IDs, so that answers cannot be joined by them: then the subject names the conversation.
         *
         *         Once `automatic_per_hour` automatic mails went out within an hour, rules and bots are silent.
         *         `authserv_id` names the server whose Authentication-Results are believed (RFC 8601); empty for none,
         *         "-" for one that leaves its name out.
         */
        Mailbox: {
            id: string;
            /** @default 0 */
            rev: number;
            entry_point: string;
            address: string;
            /** @default  */
            name: string;
            /** @default null */
            imap: components["schemas"]["ImapAccount"] | null;
            /** @default null */
            smtp: components["schemas"]["SmtpAccount"] | null;
            /** @default  */
            password: string;
            /** @default null */
            oauth: components["schemas"]["OAuth"] | null;
            /** @default  */
            client_secret: string;
            /** @default  */
            refresh_token: string;
            /** @default  */
            dkim_selector: string;
            /** @default  */
            dkim_domain: string;
            /** @default  */
            dkim_key: string;
            /** @default false */
            plus_addressing: boolean;
            /** @default false */
            rewrites_ids: boolean;
            /** @default  */
            authserv_id: string;
            /** @default 200 */
            automatic_per_hour: number;
            /** @default true */
            active: boolean;
        };
        /**
         * ImapAccount
         * @description Where a mailbox is read.
         */
        ImapAccount: {
            host: string;
            /** @default 993 */
            port: number;
            /** @default tls */
            security: components["schemas"]["Security"];
            user: string;
            /** @default INBOX */
            folder: string;
            /** @default  */
            sent_folder: string;
        };
        /**
         * Security
         * @description How a connection to a server is protected.
         * @enum {unknown}
         */
        Security: "none" | "starttls" | "tls";
        /**
         * SmtpAccount
         * @description Where mail is handed in. No user means the server asks for none.
         */
        SmtpAccount: {
            host: string;
            /** @default 465 */
            port: number;
            /** @default tls */
            security: components["schemas"]["Security"];
            /** @default  */
            user: string;
        };
        /**
         * OAuth
         * @description How a mailbox gets its access tokens (RFC 6749, refresh token or client credentials).
         */
        OAuth: {
            token_url: string;
            client_id: string;
            /** @default  */
            scope: string;
        };
        /**
         * MailboxDraft
         * @description A Mailbox to create, or to replace at revision `rev`.
         */
        MailboxDraft: {
            /** @default 0 */
            rev: number;
            entry_point: string;
            address: string;
            /** @default  */
            name: string;
            /** @default null */
            imap: components["schemas"]["ImapAccount"] | null;
            /** @default null */
            smtp: components["schemas"]["SmtpAccount"] | null;
            /** @default  */
            password: string;
            /** @default null */
            oauth: components["schemas"]["OAuth"] | null;
            /** @default  */
            client_secret: string;
            /** @default  */
            refresh_token: string;
            /** @default  */
            dkim_selector: string;
            /** @default  */
            dkim_domain: string;
            /** @default  */
            dkim_key: string;
            /** @default false */
            plus_addressing: boolean;
            /** @default false */
            rewrites_ids: boolean;
            /** @default  */
            authserv_id: string;
            /** @default 200 */
            automatic_per_hour: number;
            /** @default true */
            active: boolean;
        };
        /**
         * SmsRoute
         * @description How SMS of one of our numbers come and go: by SMPP or by HTTP. Unique by entry point.
         *
         *         The message centres are tried in order. `secret` is the password or the token. `region` is the
         *         country (ISO 3166, as in DE) whose national numbers are understood. `stop_text` and `start_text`
         *         confirm, by language, that we send no more or again; what is missing is filled in.
         */
        SmsRoute: {
            id: string;
            /** @default 0 */
            rev: number;
            entry_point: string;
            number: string;
            /** @default  */
            region: string;
            /** @default [] */
            smscs: components["schemas"]["Smsc"][];
            /** @default null */
            http: components["schemas"]["SmsHttp"] | null;
            /** @default  */
            secret: string;
            /** @default 10 */
            per_second: number;
            /** @default 10 */
            window: number;
            /** @default 20 */
            per_number_per_hour: number;
            /** @default null */
            quiet_calendar: string | null;
            /** @default 48 */
            validity_hours: number;
            /** @default false */
            straighten: boolean;
            /** @default 0 */
            price_per_part: number;
            /** @default EUR */
            currency: string;
            stop_words: string[];
            start_words: string[];
            /** @default {} */
            stop_text: {
                [key: string]: string;
            };
            /** @default {} */
            start_text: {
                [key: string]: string;
            };
            /** @default {} */
            flows: {
                [key: string]: string;
            };
            /** @default true */
            active: boolean;
        };
        /**
         * Smsc
         * @description One operator's message centre (SMPP 3.4). The password has at most 8 characters.
         */
        Smsc: {
            host: string;
            /** @default 2775 */
            port: number;
            /** @default false */
            tls: boolean;
            system_id: string;
            /** @default  */
            system_type: string;
        };
        /**
         * SmsHttp
         * @description A provider of Twilio's form: POST `{url}/Accounts/{account}/Messages.json` with basic auth.
         */
        SmsHttp: {
            url: string;
            account: string;
        };
        /**
         * SmsRouteDraft
         * @description A SmsRoute to create, or to replace at revision `rev`.
         */
        SmsRouteDraft: {
            /** @default 0 */
            rev: number;
            entry_point: string;
            number: string;
            /** @default  */
            region: string;
            /** @default [] */
            smscs: components["schemas"]["Smsc"][];
            /** @default null */
            http: components["schemas"]["SmsHttp"] | null;
            /** @default  */
            secret: string;
            /** @default 10 */
            per_second: number;
            /** @default 10 */
            window: number;
            /** @default 20 */
            per_number_per_hour: number;
            /** @default null */
            quiet_calendar: string | null;
            /** @default 48 */
            validity_hours: number;
            /** @default false */
            straighten: boolean;
            /** @default 0 */
            price_per_part: number;
            /** @default EUR */
            currency: string;
            stop_words?: string[];
            start_words?: string[];
            /** @default {} */
            stop_text: {
                [key: string]: string;
            };
            /** @default {} */
            start_text: {
                [key: string]: string;
            };
            /** @default {} */
            flows: {
                [key: string]: string;
            };
            /** @default true */
            active: boolean;
        };
        /**
         * BotLimits
         * @description Limits for one entry point, or (`entry_point` empty) for all that have none of their own.
         *
         *         `words` reach a person besides those the hub knows, by language. Unique by entry point.
         */
        BotLimits: {
            id: string;
            /** @default 0 */
            rev: number;
            /** @default  */
            entry_point: string;
            /** @default 8 */
            turn_seconds: number;
            /** @default 20 */
            turns: number;
            /** @default 0 */
            minutes: number;
            /** @default 2 */
            repeats: number;
            /** @default 2 */
            misses: number;
            /** @default {} */
            words: {
                [key: string]: string[];
            };
        };
        /**
         * BotLimitsDraft
         * @description A BotLimits to create, or to replace at revision `rev`.
         */
        BotLimitsDraft: {
            /** @default 0 */
            rev: number;
            /** @default  */
            entry_point: string;
            /** @default 8 */
            turn_seconds: number;
            /** @default 20 */
            turns: number;
            /** @default 0 */
            minutes: number;
            /** @default 2 */
            repeats: number;
            /** @default 2 */
            misses: number;
            /** @default {} */
            words: {
                [key: string]: string[];
            };
        };
        /**
         * Rule
         * @description If all (or any) conditions hold, classify so. Rules are asked in order of `position`.
         *
         *         What a later rule says adds to what an earlier one said, and does not overrule it; `last` ends it.
         */
        Rule: {
            id: string;
            /** @default 0 */
            rev: number;
            name: string;
            /** @default 0 */
            position: number;
            channels: components["schemas"]["Channel"][];
            /** @default [] */
            entry_points: string[];
            /** @default false */
            any: boolean;
            conditions: components["schemas"]["Condition"][];
            route: components["schemas"]["Route"];
            /** @default false */
            last: boolean;
            /** @default false */
            active: boolean;
        };
        /**
         * Webhook
         * @description An address that wants to hear of events; empty `events` means all kinds.
         */
        Webhook: {
            id: string;
            /** @default 0 */
            rev: number;
            url: string;
            /** @default [] */
            events: string[];
            secret: string;
            /** @default true */
            active: boolean;
            created_at: string;
        };
        /**
         * WebhookDraft
         * @description A Webhook to create, or to replace at revision `rev`.
         */
        WebhookDraft: {
            /** @default 0 */
            rev: number;
            url: string;
            /** @default [] */
            events: string[];
            /** @default  */
            secret: string;
            /** @default true */
            active: boolean;
        };
        /**
         * StaffEntry
         * @description A person with an account, without what proves who they are.
         */
        StaffEntry: {
            id: string;
            login: string;
            name: string;
            /** @default  */
            email: string;
            roles: components["schemas"]["Role"][];
            /** @default {} */
            skills: {
                [key: string]: number;
            };
            /** @default [] */
            queues: string[];
            capacity: {
                [key: string]: number;
            };
            interrupted_by: {
                [key: string]: components["schemas"]["Channel"][];
            };
            /** @default en */
            language: string;
            /** @default  */
            number: string;
            /** @default  */
            phone: string;
            /** @default false */
            on_phone: boolean;
            /** @default true */
            active: boolean;
            /** @default false */
            totp: boolean;
            /** @default null */
            created_at: string | null;
            /** @default 0 */
            rev: number;
        };
        /**
         * StaffDraft
         * @description An account to create, or to replace at revision `rev`.
         *
         *         `number` is what callers are told; `phone` a telephone of theirs, as +44… or phone:ada for one that
         *         is registered with us; `on_phone` says that calls come to it. `password` is needed for a new account;
         *         left out later, the old one stays. `remove_totp` helps somebody who lost the second factor.
         */
        StaffDraft: {
            login: string;
            name: string;
            /** @default  */
            email: string;
            roles?: components["schemas"]["Role"][];
            /** @default {} */
            skills: {
                [key: string]: number;
            };
            /** @default [] */
            queues: string[];
            capacity?: {
                [key: string]: number;
            };
            interrupted_by?: {
                [key: string]: components["schemas"]["Channel"][];
            };
            /** @default en */
            language: string;
            /** @default  */
            number: string;
            /** @default  */
            phone: string;
            /** @default false */
            on_phone: boolean;
            /** @default true */
            active: boolean;
            /** @default 0 */
            rev: number;
            password?: string;
            /** @default false */
            remove_totp: boolean;
        };
        /**
         * TokenView
         * @description A token without its secret.
         */
        TokenView: {
            id: string;
            name: string;
            scopes: string[];
            created_by: string;
            created_at: string;
            expires_at: string | null;
            last_used_at: string | null;
        };
        /**
         * TokenDraft
         * @description A token to make; scopes are permissions such as `conversations:read`.
         */
        TokenDraft: {
            name: string;
            scopes: string[];
            /** @default null */
            expires_at: string | null;
        };
        /**
         * NewToken
         * @description A token just made; `secret` is shown this once.
         */
        NewToken: {
            token: components["schemas"]["TokenView"];
            secret: string;
        };
        /**
         * SetupDocument
         * @description Everything an administrator sets up. Secrets are masked, passwords are not in it.
         */
        SetupDocument: {
            /** @default 1 */
            version: number;
            /** @default [] */
            skills: components["schemas"]["Skill"][];
            /** @default [] */
            calendars: components["schemas"]["Calendar"][];
            /** @default [] */
            queues: components["schemas"]["Queue"][];
            /** @default [] */
            entry_points: components["schemas"]["EntryPoint"][];
            /** @default [] */
            dispositions: components["schemas"]["Disposition"][];
            /** @default [] */
            canned_replies: components["schemas"]["CannedReply"][];
            /** @default [] */
            mailboxes: components["schemas"]["Mailbox"][];
            /** @default [] */
            sms_routes: components["schemas"]["SmsRoute"][];
            /** @default [] */
            rules: components["schemas"]["Rule"][];
            /** @default [] */
            webhooks: components["schemas"]["Webhook"][];
            /** @default [] */
            bot_limits: components["schemas"]["BotLimits"][];
            /** @default [] */
            staff: components["schemas"]["StaffEntry"][];
        };
        /**
         * LoadReport
         * @description What an import changed; `unchanged` counts records that were so already.
         */
        LoadReport: {
            /** @default 0 */
            created: number;
            /** @default 0 */
            changed: number;
            /** @default 0 */
            unchanged: number;
        };
        /**
         * OptOutPage
         * @description Part of the list; give `next` as `before` to get what follows.
         */
        OptOutPage: {
            items: components["schemas"]["OptedOut"][];
            next: string | null;
        };
        /**
         * OptedOut
         * @description A number that wants no SMS from a route, since when, and whose it is as far as we know.
         *
         *         Of an erased person `number` is empty.
         */
        OptedOut: {
            id: string;
            number: string;
            at: string;
            /** @default null */
            contact: string | null;
            /** @default  */
            name: string;
        };
        /**
         * ChannelStatus
         * @description An entry point with a provider: its links, and what waits to go out or has an unknown fate.
         *
         *         `limited` says that it sent as many automatic mails within an hour as it may: bots are silent.
         */
        ChannelStatus: {
            entry_point: string;
            channel: components["schemas"]["Channel"];
            name: string;
            address: string;
            active: boolean;
            links: components["schemas"]["LinkStatus"][];
            pending: number;
            unknown: number;
            limited: boolean;
        };
        /**
         * LinkStatus
         * @description One connection of an entry point: to read, to send, or both.
         */
        LinkStatus: {
            entry_point: string;
            channel: components["schemas"]["Channel"];
            link: string;
            name: string;
            state: components["schemas"]["LinkState"];
            /** @default null */
            since: string | null;
            /** @default null */
            reason: components["schemas"]["Reason"] | null;
        };
        /**
         * LinkState
         * @description Whether a way to the outside works right now.
         * @enum {unknown}
         */
        LinkState: "connecting" | "down" | "off" | "up";
        /**
         * TestReport
         * @description What a test found, in the order of its steps.
         */
        TestReport: {
            findings: components["schemas"]["Finding"][];
        };
        /**
         * Finding
         * @description What a test of a connection found at one step.
         *
         *         `reason` says what that was, good or bad. `field` is the path of the setting to look at.
         */
        Finding: {
            step: string;
            verdict: components["schemas"]["Verdict"];
            reason: components["schemas"]["Reason"];
            /** @default  */
            field: string;
        };
        /**
         * Verdict
         * @description How a step of a test went.
         * @enum {unknown}
         */
        Verdict: "failed" | "ok" | "skipped" | "warning";
        /**
         * AuditPage
         * @description Part of the trail, newest first; give `next` as `before` to get older ones.
         */
        AuditPage: {
            items: components["schemas"]["AuditEntry"][];
            next: string | null;
        };
        /**
         * AuditEntry
         * @description Who changed what in the set-up, and when. `before` and `after` leave out secrets.
         */
        AuditEntry: {
            id: string;
            /** @default 0 */
            rev: number;
            at: string;
            actor: string;
            action: string;
            kind: string;
            subject: string;
            /** @default {} */
            before: Record<string, never>;
            /** @default {} */
            after: Record<string, never>;
        };
        /**
         * DeliveryPage
         * @description Part of the log, newest first; give `next` as `before` to get older ones.
         */
        DeliveryPage: {
            items: components["schemas"]["WebhookDelivery"][];
            next: string | null;
        };
        /**
         * WebhookDelivery
         * @description One event for one webhook; its id is the delivery id and stays the same on every retry.
         */
        WebhookDelivery: {
            id: string;
            /** @default 0 */
            rev: number;
            webhook: string;
            event_kind: string;
            seq: number;
            body: string;
            /** @default pending */
            state: components["schemas"]["AttemptState"];
            created_at: string;
            first_at: string;
            next_at: string;
            /** @default 0 */
            attempts: number;
            /** @default null */
            status: number | null;
            /** @default  */
            error: string;
        };
        /**
         * AttemptState
         * @description Where something to be sent is.
         * @enum {unknown}
         */
        AttemptState: "dead" | "delivered" | "pending";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    setup_state: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_first_admin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FirstAdmin"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfilePatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpCode"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Password"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_my_presence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresenceChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentState"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    my_offers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    directory: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Directory"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_conversations: {
        parameters: {
            query?: {
                list?: "all" | "mine" | "parked" | "team" | "waiting";
                q?: string;
                channel?: components["schemas"]["Channel"] | null;
                queue?: string | null;
                agent?: string | null;
                state?: components["schemas"]["ConversationState"] | null;
                tag?: string | null;
                entry_point?: string | null;
                before?: number | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPage"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    timeline: {
        parameters: {
            query?: {
                before?: number | null;
                limit?: number;
                scope?: "contact" | "conversation";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mark_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadMark"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reply"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Note"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    merge_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Into"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merge"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo_merge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merge"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_ways: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Way"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    message_mail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    message_page: {
        parameters: {
            query?: {
                pictures?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    send_again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispatch"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    call_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispatch"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_quarantine: {
        parameters: {
            query?: {
                before?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinePage"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quarantined_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_quarantined: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_quarantined: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_conversations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Bulk"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResult"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    split_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitAt"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    try_rule: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleTrial"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    accept_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decline_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    transfer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Transfer"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    park: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Park"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unpark: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Complete"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assign"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requeue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionsView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_calls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    place_call: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Outgoing"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    join_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrowserOffer"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserAnswer"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    leave_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_call_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mute_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Switch"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hold_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Switch"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    press_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeysPressed"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pause_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordingPause"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invite_party: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Invite"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitedParty"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_party: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                party: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartyChange"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_party: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                party: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complete_transfer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    transfer_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallTransfer"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    call_colleague: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Colleague"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacedCall"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation_calls: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation_recordings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordingView"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recording_waveform: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waveform"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recording_audio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_recordings: {
        parameters: {
            query?: {
                number?: string;
                agent?: string;
                work_item?: string;
                kind?: components["schemas"]["RecordingKind"] | null;
                since?: string | null;
                until?: string | null;
                before?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordingPage"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_contacts: {
        parameters: {
            query?: {
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    contact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_contact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    merge_contact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Into"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merge"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    contact_copy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    erasure_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasurePlan"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    erase_contact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_erasures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload: {
        parameters: {
            query: {
                conversation: string;
            };
            header: {
                "X-File-Name": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredFile"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_articles: {
        parameters: {
            query?: {
                q?: string;
                state?: components["schemas"]["ArticleState"] | null;
                language?: string;
                category?: string;
                owner?: string;
                audience?: components["schemas"]["Audience"] | null;
                due?: boolean;
                edited?: boolean;
                order?: "changed" | "handed_off" | "helpful" | "not_helpful" | "told";
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_article: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    article_counts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleCounts"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    to_do: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToDo"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    article: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_article: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_details: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Revision"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryEntry"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    translations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Translation"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    translate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTranslation"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    join: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TranslationOf"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    in_step: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    comments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleComment"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    comment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewComment"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleComment"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settle_comment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentState"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleComment"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_image: {
        parameters: {
            query?: never;
            header: {
                "X-File-Name": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleImage"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_answers: {
        parameters: {
            query?: {
                q?: string;
                language?: string;
                channel?: components["schemas"]["Channel"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_channels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelPreviews"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    try_question: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Question"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TryOut"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleStep"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_changes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleStep"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleStep"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleSchedule"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unschedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleStep"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevisionChoice"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unpublish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bring_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgePolicy"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgePolicy"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    try_phrasing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhrasingQuestion"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhrasingTrial"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_options: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowOption"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    led_conversations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedConversation"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_traces: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TurnTrace"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowSource"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedTurn"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    send_to_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SentToFlow"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_flows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_flow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    step_kinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepKind"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_flow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowSource"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowCheck"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriedTurn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriedAnswer"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_flow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowSource"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowTrial"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Publication"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archive_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowVersion"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_bots: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotOption"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bot_report: {
        parameters: {
            query: {
                since: string;
                until: string;
                bot?: string | null;
                queue?: string | null;
                channel?: components["schemas"]["Channel"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotReport"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bot_report_file: {
        parameters: {
            query: {
                since: string;
                until: string;
                bot?: string | null;
                queue?: string | null;
                channel?: components["schemas"]["Channel"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    briefing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BriefingView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    told: {
        parameters: {
            query?: {
                revision?: number | null;
                since?: string | null;
                until?: string | null;
                before?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToldPage"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    told_file: {
        parameters: {
            query?: {
                revision?: number | null;
                since?: string | null;
                until?: string | null;
                before?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    article_use: {
        parameters: {
            query: {
                articles: string;
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleUse"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    note_insertion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cited"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_import: {
        parameters: {
            query?: never;
            header: {
                "X-File-Name": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_articles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_articles: {
        parameters: {
            query?: {
                format?: "jsonl" | "markdown";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_question_tests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionTest"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_question_test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuestionTestDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionTest"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    expect_answer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Expectation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionTest"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_question_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_question_tests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrialDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionOutcome"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_gaps: {
        parameters: {
            query?: {
                state?: components["schemas"]["GapState"];
                order?: "count" | "last_at";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GapList"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    gap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GapView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    draft_from_gap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dismiss_gap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gap"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reopen_gap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gap"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    merge_gap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeInto"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gap"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    move_question: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveInto"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gap"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    draft_from_answer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    help_centre: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpCentre"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_help_centre: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpCentreDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpCentre"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    waiting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_calls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveCall"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_presence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresenceChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentState"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_skills: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Skill"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_skill: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkillDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Skill"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_skill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Skill"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_skill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkillDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Skill"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_skill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_calendars: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_queues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_queue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_queue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_queue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_queue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_entry_points: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPoint"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_entry_point: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntryPointDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPoint"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_entry_point: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPoint"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_entry_point: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntryPointDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPoint"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_entry_point: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_dispositions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Disposition"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_disposition: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DispositionDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Disposition"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_disposition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Disposition"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_disposition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DispositionDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Disposition"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_disposition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_canned_replies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReply"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_canned_reply: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CannedReplyDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReply"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_canned_reply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReply"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_canned_reply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CannedReplyDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReply"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_canned_reply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_mailboxes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mailbox"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_mailbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailboxDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mailbox"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_mailbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mailbox"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_mailbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailboxDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mailbox"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_mailbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sms_routes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SmsRoute"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_sms_route: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SmsRouteDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SmsRoute"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_sms_route: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SmsRoute"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_sms_route: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SmsRouteDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SmsRoute"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_sms_route: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_bot_limits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotLimits"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_bot_limit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BotLimitsDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotLimits"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_bot_limit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotLimits"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_bot_limit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BotLimitsDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotLimits"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_bot_limit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rule"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_rule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rule"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rule"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rule"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_staff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffEntry"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_staff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffEntry"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffEntry"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffEntry"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenView"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenDraft"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenView"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupDocument"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupDocument"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoadReport"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_opt_outs: {
        parameters: {
            query?: {
                before?: string | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptOutPage"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    allow_again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    channel_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelStatus"][];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_mailbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailboxDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_sms_route: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SmsRouteDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit: {
        parameters: {
            query?: {
                before?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deliveries: {
        parameters: {
            query?: {
                state?: components["schemas"]["AttemptState"] | null;
                before?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description What is wrong, where, and what to do. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
